// Reading JavaScript arguments. The TypeScript layer has checked them; here they are only converted.
#pragma once
#include <mpi.h>

#include <cstdint>
#include <vector>

#include "common/napi_setup.h"
#include "common/native_error.h"

namespace distarray {

inline int64_t integer_of(const Napi::Value& value) {
  return value.As<Napi::Number>().Int64Value();
}

inline int int_of(const Napi::Value& value) {
  return value.As<Napi::Number>().Int32Value();
}

inline bool is_typed_array(const Napi::Value& value) {
  bool result = false;
  return napi_is_typedarray(value.Env(), value, &result) == napi_ok && result;
}

// The memory of a typed array; null stands for MPI_IN_PLACE, undefined for a buffer that this rank does not
// have.
inline std::byte* data_of(const Napi::Value& value) {
  void* data = nullptr;
  // The ArrayBuffer is not asked for: making a handle for it would double the cost of a small call.
  if (napi_get_typedarray_info(value.Env(), value, nullptr, nullptr, &data, nullptr, nullptr) == napi_ok)
    return static_cast<std::byte*>(data);
  if (value.IsNull()) return static_cast<std::byte*>(MPI_IN_PLACE);
  if (value.IsUndefined()) return nullptr;
  throw NativeError("ERR_ARGUMENT", "Expected a typed array but received another value");
}

// A Float64Array of integers.
inline std::vector<int64_t> integers_of(const Napi::Value& value) {
  auto array = value.As<Napi::Float64Array>();
  const double* data = array.Data();
  return std::vector<int64_t>(data, data + array.ElementLength());
}

// An Int32Array.
inline std::vector<int> ints_of(const Napi::Value& value) {
  auto array = value.As<Napi::Int32Array>();
  const int32_t* data = array.Data();
  return std::vector<int>(data, data + array.ElementLength());
}

// Ranks and tags that are none: JavaScript passes -1 for any rank or any tag and -2 for nobody.
inline constexpr int any_code = -1, nobody_code = -2;

inline int rank_of(const Napi::Value& value) {
  const int code = int_of(value);
  return code == any_code ? MPI_ANY_SOURCE : code == nobody_code ? MPI_PROC_NULL : code;
}

inline int rank_to_code(int rank) {
  return rank == MPI_ANY_SOURCE ? any_code : rank == MPI_PROC_NULL ? nobody_code : rank;
}

inline int tag_of(const Napi::Value& value) {
  const int code = int_of(value);
  return code == any_code ? MPI_ANY_TAG : code;
}

}  // namespace distarray
