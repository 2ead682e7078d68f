// The elements of an array that one rank holds, by their global row-major flat indices.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace distarray::random {

// Some of the indices of one dimension, in local order: blocks of `width` that start at start, start + step,
// ...; or any others.
struct Indices {
  uint64_t extent;  // of the whole array
  uint64_t start, step, width, count;
  bool is_listed;
  std::vector<uint64_t> listed;

  bool is_range() const { return !is_listed && width >= count; }
  uint64_t operator[](uint64_t i) const {
    return is_listed ? listed[i] : start + i / width * step + i % width;
  }
};

// Calls `run(first, count)` for flat indices that follow each other and `run.gather(first, step, count)` for
// others, so that all calls together name the elements of the piece in local row-major order.
template <class Run>
class Walk {
 public:
  Walk(std::vector<Indices> dims, Run& run) : _dims(std::move(dims)), _run(run) {
    for (const Indices& dim : _dims)
      if (dim.count == 0) return;
    merge();
    step(0, 0);
  }

 private:
  // Dimensions that are held whole belong to the runs of the one before.
  void merge() {
    while (_dims.size() > 1) {
      const Indices& last = _dims.back();
      Indices& before = _dims[_dims.size() - 2];
      const uint64_t extent = last.extent;
      if (!last.is_range() || last.count != extent || !before.is_range()) return;
      const uint64_t count = before.count * extent;
      before = {before.extent * extent, before.start * extent, 1, count, count, false, {}};
      _dims.pop_back();
    }
  }

  // `flat`: row-major index of the position in the dimensions before d.
  void step(size_t d, uint64_t flat) {
    if (d == _dims.size()) return _run(flat, uint64_t{1});
    const Indices& dim = _dims[d];
    flat *= dim.extent;
    if (d + 1 == _dims.size()) return last(dim, flat);
    for (uint64_t i = 0; i < dim.count; ++i) step(d + 1, flat + dim[i]);
  }

  void last(const Indices& dim, uint64_t flat) {
    if (dim.is_listed) return runs_of(dim.listed, flat);
    if (dim.width == 1) return _run.gather(flat + dim.start, dim.step, dim.count);
    for (uint64_t i = 0; i < dim.count; i += dim.width)
      _run(flat + dim[i], std::min(dim.width, dim.count - i));
  }

  void runs_of(const std::vector<uint64_t>& indices, uint64_t flat) {
    for (size_t i = 0; i < indices.size();) {
      size_t end = i + 1;
      while (end < indices.size() && indices[end] == indices[end - 1] + 1) ++end;
      _run(flat + indices[i], uint64_t{end - i});
      i = end;
    }
  }

  std::vector<Indices> _dims;
  Run& _run;
};

}  // namespace distarray::random
