// Where a section lies in memory.
#pragma once
#include <dap/dap.h>

#include <cstdint>

namespace distarray {

// Addresses of the first byte of a section and of the one behind its last; equal when it is empty.
struct ByteRange {
  uintptr_t first, after;

  explicit ByteRange(const dap_array& array)
      : first(reinterpret_cast<uintptr_t>(array.data)), after(first + array.dtype.bits / 8) {
    for (int32_t d = 0; d < array.ndim; ++d) {
      if (array.shape[d] <= 0) {
        first = after = reinterpret_cast<uintptr_t>(array.data);
        return;
      }
      (array.strides[d] < 0 ? first : after) += (array.shape[d] - 1) * array.strides[d];
    }
  }

  bool overlaps(const ByteRange& other) const { return first < other.after && other.first < after; }
};

}  // namespace distarray
