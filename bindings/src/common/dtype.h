// Element types by the number that TypeScript passes: the position in `dtypes` of protocol/dtype.ts.
#pragma once

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

inline constexpr int dtype_count = 13;

}  // namespace distarray
