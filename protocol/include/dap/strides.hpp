// dap/strides.hpp - how a section lies in memory.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/integers.hpp>

namespace dap {

// Number of entries of the section.
inline int64_t section_size(const dap_array& array) {
  int64_t n = 1;
  for (int32_t d = 0; d < array.ndim; ++d)
    if (array.shape[d] == 0) return 0;
  for (int32_t d = 0; d < array.ndim; ++d) n = checked_product(n, array.shape[d], "The local size");
  return n;
}

// Is a section one dense row-major run? As in NumPy, strides along extents of 1 do not matter, nor does any
// stride of an empty section.
inline bool is_row_major(const int64_t* shape, const int64_t* strides, int32_t ndim, int64_t item_size) {
  for (int32_t d = 0; d < ndim; ++d)
    if (shape[d] == 0) return true;
  int64_t stride = item_size;
  for (int32_t d = ndim; d-- > 0;) {
    if (shape[d] > 1 && strides[d] != stride) return false;
    stride *= shape[d];
  }
  return true;
}

inline bool is_row_major(const dap_array& array, int64_t item_size) {
  return is_row_major(array.shape, array.strides, array.ndim, item_size);
}

// Write the strides of a dense row-major section, in bytes, [ndim].
inline void row_major_strides(const int64_t* shape, int32_t ndim, int64_t item_size, int64_t* strides) {
  int64_t stride = item_size;
  for (int32_t d = ndim; d-- > 0;) {
    strides[d] = stride;
    stride = checked_product(stride, shape[d], "The size of the section in bytes");
  }
}

}  // namespace dap
