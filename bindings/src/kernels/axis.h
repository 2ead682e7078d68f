// Which indices of one dimension are copied, in order, and a cursor that walks through them.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace distarray {

// Indices as JavaScript gives them: a list, or runs of five numbers each. `repeat` times, `period` apart,
// come `count` indices from `start`, `step` apart. A run without indices stands before a tile: the next
// `start` runs come `repeat` times, each time `step` further.
struct Axis {
  static constexpr size_t run_size = 5;

  const uint32_t* list = nullptr;
  const double* runs = nullptr;
  size_t run_count = 0;
  int64_t count = 0;  // indices in all
  double dense[run_size] = {};

  int64_t number(size_t run, size_t field) const {
    return static_cast<int64_t>(runs[run * run_size + field]);
  }
  bool is_tile(size_t run) const { return number(run, 1) == 0; }

  // Indices of one run, or of one tile.
  int64_t length_of(size_t run) const {
    if (!is_tile(run)) return number(run, 1) * number(run, 3);
    int64_t length = 0;
    for (size_t k = run + 1; k <= run + static_cast<size_t>(number(run, 0)); ++k) length += length_of(k);
    return length;
  }
};

// A run, or a tile with its runs, and how often it comes.
template <class Visit>
void for_each_group(const Axis& axis, Visit visit) {
  for (size_t run = 0; run < axis.run_count; ++run) {
    if (!axis.is_tile(run)) {
      visit(run, run + 1, int64_t{1}, int64_t{0});
      continue;
    }
    const size_t stop = run + 1 + static_cast<size_t>(axis.number(run, 0));
    visit(run + 1, stop, axis.number(run, 3), axis.number(run, 2));
    run = stop - 1;
  }
}

// Some indices in a row: `count` of them from `start`, `step` apart.
struct Piece {
  int64_t start, count, step;
};

class Cursor {
 public:
  Cursor(const Axis& axis, int64_t position) : _axis(axis) {
    if (axis.list) {
      _within = position;
      return;
    }
    for (; _run < axis.run_count; ++_run) {
      if (axis.is_tile(_run)) {
        const int64_t length = axis.length_of(_run), tiles = axis.number(_run, 3);
        if (position < length * tiles) {
          enter_tile();
          _tile = position / length;
          position %= length;
        } else {
          position -= length * tiles;
          _run += static_cast<size_t>(axis.number(_run, 0));
        }
        continue;
      }
      const int64_t inner = axis.number(_run, 1), all = inner * axis.number(_run, 3);
      if (position < all) {
        _repeat = position / inner;
        _within = position % inner;
        break;
      }
      position -= all;
    }
    load();
  }

  // The indices from here on that lie equally far apart; there must be one.
  Piece piece() const {
    if (!_axis.list) return {_start + _within * _step, _count - _within, _step};
    const uint32_t* at = _axis.list + _within;
    // Lists have short runs, if any; looking further each time would take the square of a long one.
    const int64_t left = std::min<int64_t>(_axis.count - _within, 64);
    int64_t n = 1;
    while (n < left && at[n] == at[0] + static_cast<uint64_t>(n)) ++n;
    return {at[0], n, 1};
  }

  // Go on by `n` indices, at most what is left of the piece.
  void advance(int64_t n) {
    _within += n;
    if (_axis.list || _within < _count) return;
    _within = 0;
    if (++_repeat == _repeats) {
      _repeat = 0;
      ++_run;
      load();
    } else {
      _start += _period;
    }
  }

 private:
  void enter_tile() {
    _tile_start = _run + 1;
    _tile_stop = _tile_start + static_cast<size_t>(_axis.number(_run, 0));
    _tile_shift = _axis.number(_run, 2);
    _tiles = _axis.number(_run, 3);
    _tile = 0;
  }

  void load() {
    if (_tiles > 0 && _run == _tile_stop) {
      if (++_tile == _tiles)
        _tiles = _tile = 0;
      else
        _run = _tile_start;
    }
    if (_run >= _axis.run_count) return;
    if (_axis.is_tile(_run)) {
      enter_tile();
      ++_run;
    }
    _count = _axis.number(_run, 1);
    _step = _axis.number(_run, 2);
    _repeats = _axis.number(_run, 3);
    _period = _axis.number(_run, 4);
    _start = _axis.number(_run, 0) + _repeat * _period + _tile * _tile_shift;
  }

  const Axis& _axis;
  size_t _run = 0;
  int64_t _repeat = 0, _within = 0;
  int64_t _start = 0, _count = 0, _step = 0, _repeats = 0, _period = 0;
  size_t _tile_start = 0, _tile_stop = 0;
  int64_t _tile = 0, _tiles = 0, _tile_shift = 0;
};

// Least and greatest of the indices at positions [first, last] of a list, or of all runs.
inline void range_of(const Axis& axis, int64_t first, int64_t last, int64_t& least, int64_t& greatest) {
  least = INT64_MAX;
  greatest = INT64_MIN;
  if (axis.list) {
    const auto [low, high] = std::minmax_element(axis.list + first, axis.list + last + 1);
    least = *low;
    greatest = *high;
    return;
  }
  for_each_group(axis, [&](size_t first_run, size_t stop, int64_t tiles, int64_t shift) {
    for (size_t run = first_run; run < stop; ++run) {
      const int64_t start = axis.number(run, 0), along = (axis.number(run, 1) - 1) * axis.number(run, 2);
      const int64_t across = (axis.number(run, 3) - 1) * axis.number(run, 4), over = (tiles - 1) * shift;
      least = std::min(least, start + std::min<int64_t>(along, 0) + std::min<int64_t>(across, 0) +
                                  std::min<int64_t>(over, 0));
      greatest = std::max(greatest, start + std::max<int64_t>(along, 0) + std::max<int64_t>(across, 0) +
                                        std::max<int64_t>(over, 0));
    }
  });
}

}  // namespace distarray
