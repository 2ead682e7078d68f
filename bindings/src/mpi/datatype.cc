#include "mpi/datatype.h"

#include "mpi/arguments.h"

namespace distarray {

Element element_of(const Napi::Value& code) {
  const auto dtype = static_cast<DType>(int_of(code));
  switch (dtype) {
    case DType::boolean:
      return {dtype, MPI_C_BOOL, 1};
    case DType::int8:
      return {dtype, MPI_INT8_T, 1};
    case DType::int16:
      return {dtype, MPI_INT16_T, 2};
    case DType::int32:
      return {dtype, MPI_INT32_T, 4};
    case DType::int64:
      return {dtype, MPI_INT64_T, 8};
    case DType::uint8:
      return {dtype, MPI_UINT8_T, 1};
    case DType::uint16:
      return {dtype, MPI_UINT16_T, 2};
    case DType::uint32:
      return {dtype, MPI_UINT32_T, 4};
    case DType::uint64:
      return {dtype, MPI_UINT64_T, 8};
    case DType::float32:
      return {dtype, MPI_FLOAT, 4};
    case DType::float64:
      return {dtype, MPI_DOUBLE, 8};
    case DType::complex64:
      return {dtype, MPI_C_FLOAT_COMPLEX, 8};
    case DType::complex128:
      return {dtype, MPI_C_DOUBLE_COMPLEX, 16};
  }
  throw NativeError("ERR_DTYPE", "Expected a dtype number but received another value");
}

}  // namespace distarray
