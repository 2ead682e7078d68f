// Reduction operations by the number that TypeScript passes (bindings/comm/op.ts has the same order).
#pragma once
#include <mpi.h>

#include "common/napi_setup.h"
#include "mpi/datatype.h"

namespace distarray {

enum class Op : int { sum, prod, min, max, land, lor, lxor, band, bor, bxor };

// `min` and `max` of floats are operations of our own: MPI leaves the result open when an element is NaN, so
// that ranks could disagree; ours gives NaN everywhere.
MPI_Op op_of(const Napi::Value& code, DType dtype);

}  // namespace distarray
