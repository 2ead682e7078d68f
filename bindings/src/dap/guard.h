// Lends a dap_array to code that is not trusted to keep the ownership rules, and sees how it keeps them.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <vector>

#include "dap/byte_range.h"

namespace distarray {

class Guard {
 public:
  // Takes `array` over. The guard lives until the process ends: code that breaks the rules may release at any
  // later time, and that must be counted instead of freeing twice.
  static Guard& over(dap_array& array) { return *new Guard(array); }

  // What to lend: the same section, released through the guard.
  dap_array lend() {
    dap_array lent = _array;
    lent.private_data = this;
    lent.release = count_release;
    return lent;
  }

  int releases() const { return _releases; }

  // Whether `other` refers to memory that the release lets go of. What was released is not looked into.
  bool is_used_by(const dap_array& other) const {
    if (other.ndim > 0 &&
        (other.shape == _array.shape || other.strides == _array.strides || other.dims == _array.dims))
      return true;
    if (_extension && other.extension == _extension) return true;
    for (int32_t d = 0; d < other.ndim; ++d)
      if (other.dims[d].n_indices > 0 &&
          std::find(_indices.begin(), _indices.end(), other.dims[d].indices) != _indices.end())
        return true;
    return ByteRange(other).overlaps(_bytes);
  }

 private:
  explicit Guard(dap_array& array) : _bytes(array), _extension(array.extension) {
    for (int32_t d = 0; d < array.ndim; ++d)
      if (array.dims[d].n_indices > 0) _indices.push_back(array.dims[d].indices);
    dap_move(&array, &_array);
  }

  static void count_release(dap_array* lent) {
    auto& guard = *static_cast<Guard*>(lent->private_data);
    if (++guard._releases == 1) dap_release(&guard._array);
    lent->release = nullptr;
  }

  ByteRange _bytes;
  std::vector<const void*> _indices;
  const dap_extension* _extension;
  dap_array _array{};
  int _releases = 0;
};

}  // namespace distarray
