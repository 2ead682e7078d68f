// dap/map/block_padding.hpp - the padding of a block dimension: a width per cut between neighbours, and two
// at the ends of the process grid.
#pragma once
#include <algorithm>
#include <cstdint>
#include <dap/map/block_bounds.hpp>
#include <string>
#include <utility>
#include <vector>

namespace dap {

// How a block dimension is padded, and whether its ends meet; {1} is one ghost at each cut.
struct BlockOptions {
  int64_t communication = 0;         // ghosts on both sides of every cut; none at a cut to an empty process
  int64_t boundary_low = 0;          // at the low end of the first process, part of what it owns
  int64_t boundary_high = 0;         // at the high end of the last
  bool periodic = false;             // the ends of the grid have no ghosts either way
  std::vector<int64_t> widths = {};  // a width per cut, [grid_size - 1], instead of `communication`
};

class BlockPadding {
 public:
  // Throws ERR_DISTRIBUTION when it is wider than what a neighbour owns.
  BlockPadding(const BlockBounds& bounds, BlockOptions options)
      : _width(options.communication),
        _low(options.boundary_low),
        _high(options.boundary_high),
        _widths(std::move(options.widths)) {
    check_boundary(bounds);
    if (!_widths.empty())
      check_widths(bounds);
    else
      check_width(bounds);
  }

  int64_t boundary_low() const { return _low; }
  int64_t boundary_high() const { return _high; }

  // Width on both sides of the cut between process `cut` and the next; 0 at the ends of the grid.
  int64_t at(const BlockBounds& bounds, int64_t cut) const {
    if (cut < 0 || cut >= bounds.grid_size() - 1) return 0;
    if (!_widths.empty()) return _widths[static_cast<size_t>(cut)];
    return _width > 0 && bounds.count(cut) > 0 && bounds.count(cut + 1) > 0 ? _width : 0;
  }

 private:
  void check_boundary(const BlockBounds& bounds) const {
    detail::require_count(_low, 0, "boundary_low");
    detail::require_count(_high, 0, "boundary_high");
    const int64_t last = bounds.grid_size() - 1, first_count = bounds.count(0);
    if (_low > first_count || _high > bounds.count(last) - (last == 0 ? _low : 0))
      throw Error("ERR_DISTRIBUTION",
                  "Expected boundary padding within what the first and the last process own, " +
                      std::to_string(first_count) + " and " + std::to_string(bounds.count(last)) +
                      " entries, but received " + std::to_string(_low) + " and " + std::to_string(_high));
  }

  void check_widths(const BlockBounds& bounds) const {
    const auto cuts = static_cast<size_t>(bounds.grid_size() - 1);
    if (_widths.size() != cuts)
      throw Error("ERR_DISTRIBUTION", "Expected " + std::to_string(cuts) +
                                          " widths, one per cut, but received " +
                                          std::to_string(_widths.size()));
    for (size_t cut = 0; cut < cuts; ++cut) {
      detail::require_count(_widths[cut], 0, "widths");
      for (const size_t rank : {cut, cut + 1})
        check_fits(_widths[cut], static_cast<int64_t>(rank), bounds.count(static_cast<int64_t>(rank)));
    }
  }

  void check_width(const BlockBounds& bounds) const {
    detail::require_count(_width, 0, "communication");
    if (_width == 0) return;
    const BlockBounds::Occupied occupied = bounds.occupied();
    if (occupied.processes < 2) return;
    check_fits(_width, occupied.rank, occupied.count);
    if (occupied.has_gap)
      throw Error("ERR_DISTRIBUTION",
                  "Expected no empty process between others in a padded dimension; give each its width, or "
                  "move the bounds");
  }

  static void check_fits(int64_t width, int64_t rank, int64_t count) {
    if (width > count)
      throw Error("ERR_DISTRIBUTION",
                  "Expected communication padding no wider than what the neighbours own but received " +
                      std::to_string(width) + " beside process " + std::to_string(rank) + ", which owns " +
                      std::to_string(count) + "; use fewer processes or a narrower padding");
  }

  int64_t _width, _low, _high;
  std::vector<int64_t> _widths;  // empty: _width at every cut
};

}  // namespace dap
