#include "mpi/op.h"

#include <cmath>

#include "mpi/arguments.h"
#include "mpi/check.h"

namespace distarray {
namespace {

template <class T, bool smaller>
T pick(T a, T b) {
  if (std::isnan(a)) return a;
  return (smaller ? a < b : a > b) ? a : b;  // a NaN b is picked: no comparison with it holds
}

template <class T, bool smaller>
void pick_each(void* in, void* inout, int* count, MPI_Datatype*) {
  const T* a = static_cast<const T*>(in);
  T* b = static_cast<T*>(inout);
  for (int i = 0; i < *count; ++i) b[i] = pick<T, smaller>(a[i], b[i]);
}

// One operation per T and direction, made at first use and kept to the end of the process.
template <class T, bool smaller>
MPI_Op nan_aware() {
  static const MPI_Op op = [] {
    MPI_Op made = MPI_OP_NULL;
    MPI_CHECK(MPI_Op_create, pick_each<T, smaller>, 1, &made);
    return made;
  }();
  return op;
}

}  // namespace

MPI_Op op_of(const Napi::Value& code, DType dtype) {
  switch (static_cast<Op>(int_of(code))) {
    case Op::sum:
      return MPI_SUM;
    case Op::prod:
      return MPI_PROD;
    case Op::min:
      if (dtype == DType::float32) return nan_aware<float, true>();
      if (dtype == DType::float64) return nan_aware<double, true>();
      return MPI_MIN;
    case Op::max:
      if (dtype == DType::float32) return nan_aware<float, false>();
      if (dtype == DType::float64) return nan_aware<double, false>();
      return MPI_MAX;
    case Op::land:
      return MPI_LAND;
    case Op::lor:
      return MPI_LOR;
    case Op::lxor:
      return MPI_LXOR;
    case Op::band:
      return MPI_BAND;
    case Op::bor:
      return MPI_BOR;
    case Op::bxor:
      return MPI_BXOR;
  }
  throw NativeError("ERR_ARGUMENT", "Expected an op number but received another value");
}

}  // namespace distarray
