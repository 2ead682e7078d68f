// MPI datatypes by the number that TypeScript passes.
#pragma once
#include <mpi.h>

#include <cstddef>

#include "common/dtype.h"
#include "common/napi_setup.h"

namespace distarray {

// An element type: what MPI calls it and its size in bytes.
struct Element {
  DType dtype;
  MPI_Datatype type;
  size_t size;
};

Element element_of(const Napi::Value& code);

}  // namespace distarray
