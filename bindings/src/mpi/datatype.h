// MPI datatypes by the number that TypeScript passes (bindings/comm/element-type.ts has the same order).
#pragma once
#include <mpi.h>

#include <cstddef>

#include "common/napi_setup.h"

namespace distarray {

enum class DType : int {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float32,
  float64,
  complex64,
  complex128,
};

// An element type: what MPI calls it and its size in bytes.
struct Element {
  DType dtype;
  MPI_Datatype type;
  size_t size;
};

Element element_of(const Napi::Value& code);

}  // namespace distarray
