// dap/map/block_bounds.hpp - where the blocks of a block dimension begin and end, without padding.
#pragma once
#include <algorithm>
#include <cstdint>
#include <dap/map/checks.hpp>
#include <utility>
#include <vector>

namespace dap {

// The even split has ceil(size / grid_size) indices per process, so that the last processes may have fewer or
// none; it takes no memory per process. Any other split is kept as a list.
class BlockBounds {
 public:
  static BlockBounds even(int64_t size, int64_t grid_size) {
    detail::require_count(size, 0, "size");
    detail::require_count(grid_size, 1, "grid_size");
    return BlockBounds(size, grid_size, {});
  }

  // Process r owns [starts[r], starts[r + 1]); the last start is the size.
  static BlockBounds at(std::vector<int64_t> starts) {
    if (starts.size() < 2 || starts[0] != 0 || !std::is_sorted(starts.begin(), starts.end()))
      throw Error("ERR_DISTRIBUTION",
                  "Expected integers that ascend from 0 to the size, one more than processes, for bounds but "
                  "received " +
                      detail::text_of_list(starts));
    const int64_t size = starts.back(), grid_size = static_cast<int64_t>(starts.size()) - 1;
    return BlockBounds(size, grid_size, std::move(starts));
  }

  // The processes that own something.
  struct Occupied {
    int64_t processes = 0;
    int64_t rank = 0, count = 0;  // the first of those that own the least, and how much that is
    bool has_gap = false;         // a process that owns nothing is between two that do
  };
  Occupied occupied() const { return _starts.empty() ? occupied_evenly() : occupied_in_list(); }

  int64_t size() const { return _size; }
  int64_t grid_size() const { return _grid_size; }

  // First global index of a process's block; for `rank` = grid_size the size.
  int64_t start(int64_t rank) const {
    if (!_starts.empty()) return _starts[static_cast<size_t>(rank)];
    return _width > 0 && rank > _size / _width ? _size : std::min(rank * _width, _size);
  }
  int64_t count(int64_t rank) const { return start(rank + 1) - start(rank); }

  // The process whose block has global index 0 <= index < size.
  int64_t owner_of(int64_t index) const {
    if (_starts.empty()) return index / _width;
    // The last block that starts at or before the index: empty ones before it start there too.
    return std::upper_bound(_starts.begin(), _starts.end() - 1, index) - _starts.begin() - 1;
  }

 private:
  BlockBounds(int64_t size, int64_t grid_size, std::vector<int64_t> starts)
      : _size(size),
        _grid_size(grid_size),
        _width(size / grid_size + (size % grid_size != 0)),
        _starts(std::move(starts)) {}

  // All full but the last.
  Occupied occupied_evenly() const {
    if (_size == 0) return {};
    const int64_t processes = (_size - 1) / _width + 1, last = count(processes - 1);
    return {processes, last < _width ? processes - 1 : 0, last, false};
  }

  Occupied occupied_in_list() const {
    Occupied found;
    int64_t last = -1;
    for (int64_t rank = 0; rank < _grid_size; ++rank) {
      const int64_t own = count(rank);
      if (own == 0) continue;
      if (found.processes == 0 || own < found.count) found.rank = rank, found.count = own;
      found.has_gap = found.has_gap || (found.processes > 0 && last != rank - 1);
      ++found.processes;
      last = rank;
    }
    return found;
  }

  int64_t _size, _grid_size;
  int64_t _width;                // of the even split
  std::vector<int64_t> _starts;  // [grid_size + 1]; empty for the even split
};

}  // namespace dap
