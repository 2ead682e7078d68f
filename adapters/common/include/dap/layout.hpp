// dap/layout.hpp - from the global indices of a distributed array to a library's own numbering.
//
// A library numbers a vector rank after rank, each rank's entries as they lie in memory. So an entry's
// library index is offset(owner) + row-major position in the owner's section, whatever the distribution; its
// DAP index is the row-major flat index over the global shape.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/dim_map.hpp>
#include <dap/directory.hpp>
#include <dap/disjoint.hpp>
#include <dap/fingerprint.hpp>
#include <dap/map/block.hpp>
#include <dap/section.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dap {

struct LayoutOptions {
  // Held as long as the layout: whatever keeps the array unreleased.
  std::shared_ptr<const void> keep;
  // A further check of the array, e.g. check_vector; what it throws is thrown on every rank.
  void (*check)(const dap_array&) = nullptr;
};

class Layout {
 public:
  // The layout of `array`, this rank's section. Collective over `comm`: two allgathers, of 16 bytes and of 24
  // bytes per dimension, and where a dimension is unstructured one allreduce of 16 bytes. Indices of 'u'
  // dimensions are borrowed: the array must stay unreleased as long as the layout lives (see
  // LayoutOptions::keep). Throws on every rank: ERR_PROTOCOL, ERR_UNSUPPORTED (communication padding),
  // ERR_DISTRIBUTION (the process grid does not fit the communicator; ranks describe different arrays; some
  // entry is on no rank or on two).
  static std::shared_ptr<const Layout> create(MPI_Comm comm, const dap_array& array,
                                              LayoutOptions options = {}) {
    std::shared_ptr<Layout> layout(new Layout(comm));
    std::exception_ptr caught;
    Announcement mine{-1, 0};
    try {
      check_section(array);
      if (options.check) options.check(array);
      mine = layout->describe(array);
      layout->_keep = std::move(options.keep);
    } catch (...) {
      caught = std::current_exception();
    }
    layout->announce(mine, caught);
    layout->cover();
    return layout;
  }

  // A vector of `n` entries in blocks of ceil(n / ranks), the last ranks having fewer or none: as the
  // TypeScript Distribution does by default. Library indices equal DAP indices. Collective over `comm`.
  static std::shared_ptr<const Layout> block(MPI_Comm comm, int64_t n) {
    const dap_dim dim = BlockMap::even(n, comm_size(comm)).dim(comm_rank(comm));
    const int64_t extent = dim.stop - dim.start, stride = sizeof(double);
    dap_array array{};
    array.version[1] = 10;
    array.ndim = 1;
    array.shape = &extent;
    array.strides = &stride;
    array.dims = &dim;
    array.release = [](dap_array*) {};
    return create(comm, array);
  }

  MPI_Comm comm() const { return _comm; }
  // Entries of this rank, and of all ranks.
  int64_t n_local() const { return _ranges[_rank + 1] - _ranges[_rank]; }
  int64_t n_global() const { return _ranges.back(); }
  // Library index of this rank's first entry.
  int64_t offset() const { return _ranges[_rank]; }
  // Library indices ranges()[r] .. ranges()[r + 1] - 1 are on rank r; length ranks + 1.
  const std::vector<int64_t>& ranges() const { return _ranges; }
  const std::vector<int64_t>& global_shape() const { return _global_shape; }

  // Rank that owns library index `lib`, 0 <= lib < n_global(). Not collective.
  int owner(int64_t lib) const {
    return static_cast<int>(std::upper_bound(_ranges.begin(), _ranges.end(), lib) - _ranges.begin()) - 1;
  }

  // Translate n DAP indices to library indices; `lib` may be `dap`. Collective over comm(), n may differ. The
  // first call notes who has which index of the 'u' dimensions. Throws on every rank: ERR_SELECTION (index
  // out of range), ERR_UNSUPPORTED (an index of a 'u' dimension is no number below its size).
  void to_library(const int64_t* dap, int64_t* lib, size_t n) const {
    note_owners();
    agree(_comm, [&] {
      for (size_t e = 0; e < n; ++e)
        if (dap[e] < 0 || dap[e] >= n_global())
          throw Error("ERR_SELECTION", "Expected a global index in [0, " + std::to_string(n_global()) +
                                           ") but received " + std::to_string(dap[e]) + " at position " +
                                           std::to_string(e));
    });
    if (_identity) {
      if (lib != dap) std::copy(dap, dap + n, lib);
      return;
    }
    const auto looked_up = look_up(dap, n);
    const size_t ndim = _dims.size();
    std::vector<int64_t> index(ndim);
    for (size_t e = 0; e < n; ++e) {
      unravel(dap[e], index);
      int64_t rank = 0, local = 0;
      for (size_t d = 0; d < ndim; ++d) {
        const Place place = _directories[d] ? looked_up[d][e] : _maps[d].locate(index[d]);
        rank = rank * _dims[d].proc_grid_size + place.coordinate;
        local = local * _maps[d].count(place.coordinate) + place.local;
      }
      lib[e] = _ranges[static_cast<size_t>(rank)] + local;
    }
  }

  // Translate n library indices of this rank's own entries to DAP indices; `dap` may be `lib`. Not
  // collective.
  void to_dap(const int64_t* lib, int64_t* dap, size_t n) const {
    for (size_t e = 0; e < n; ++e) {
      int64_t rest = lib[e] - offset();
      if (rest < 0 || rest >= n_local())
        throw Error("ERR_SELECTION",
                    "Expected a library index of this rank, in [" + std::to_string(offset()) + ", " +
                        std::to_string(offset() + n_local()) + "), but received " + std::to_string(lib[e]));
      int64_t flat = 0, stride = 1;
      for (size_t d = _dims.size(); d-- > 0;) {
        flat += local_to_global(_dims[d], rest % _shape[d]) * stride;
        rest /= _shape[d];
        stride *= _dims[d].size;
      }
      dap[e] = flat;
    }
  }

 private:
  // What the ranks tell each other at creation.
  struct Announcement {
    int64_t n_local;       // -1: this rank caught an error
    uint64_t fingerprint;  // of what all ranks must say alike
  };

  explicit Layout(MPI_Comm comm)
      : _comm(comm),
        _rank(static_cast<size_t>(comm_rank(comm))),
        _ranges(static_cast<size_t>(comm_size(comm)) + 1) {}

  Announcement describe(const dap_array& array) {
    const auto ndim = static_cast<size_t>(array.ndim);
    _dims.assign(array.dims, array.dims + ndim);
    _shape.assign(array.shape, array.shape + ndim);
    int64_t grid = 1, rank = 0, size = 1;
    for (const dap_dim& dim : _dims) {
      grid = checked_product(grid, dim.proc_grid_size, "The size of the process grid");
      size = checked_product(size, dim.size, "The global size");
      rank = rank * dim.proc_grid_size + dim.proc_grid_rank;
      _global_shape.push_back(dim.size);
    }
    if (grid != static_cast<int64_t>(_ranges.size()) - 1)
      throw Error("ERR_DISTRIBUTION", "Expected an array over the " + std::to_string(_ranges.size() - 1) +
                                          " ranks of the communicator but its process grid has " +
                                          std::to_string(grid) + " places");
    if (rank != static_cast<int64_t>(_rank))
      throw Error("ERR_DISTRIBUTION", "Expected the section of rank " + std::to_string(_rank) +
                                          " but received that of place " + std::to_string(rank) +
                                          " of the row-major process grid");
    return {section_size(array), common_fingerprint(array)};
  }

  void announce(const Announcement& mine, const std::exception_ptr& caught) {
    const size_t ranks = _ranges.size() - 1;
    std::vector<Announcement> all(ranks);
    DAP_MPI_CHECK(MPI_Allgather, &mine, 2, MPI_INT64_T, all.data(), 2, MPI_INT64_T, _comm);
    // From here on every rank has the same data and so comes to the same conclusion.
    for (size_t r = 0; r < ranks; ++r) {
      if (all[r].n_local < 0) throw_together(_comm, static_cast<int>(r), caught);
      if (__builtin_add_overflow(_ranges[r], all[r].n_local, &_ranges[r + 1]))
        throw Error("ERR_UNSUPPORTED", "The number of entries on all ranks does not fit a 64-bit integer");
    }
    for (size_t r = 1; r < ranks; ++r)
      if (all[r].fingerprint != all[0].fingerprint)
        throw Error("ERR_DISTRIBUTION",
                    "Ranks 0 and " + std::to_string(r) +
                        " describe different arrays: version, number of dimensions, dist_type, size, "
                        "proc_grid_size, periodic, block_size and one_to_one must be the same on every rank");
  }

  // Learn every rank's sections, and see that each entry is on one rank. Collective.
  void cover() {
    const size_t ndim = _dims.size(), ranks = _ranges.size() - 1;
    std::vector<DimSection> mine(ndim), all(ndim * ranks);
    for (size_t d = 0; d < ndim; ++d) mine[d] = section_of(_dims[d], _shape[d]);
    static_assert(sizeof(DimSection) == 3 * sizeof(int64_t));
    DAP_MPI_CHECK(MPI_Allgather, mine.data(), static_cast<int>(3 * ndim), MPI_INT64_T, all.data(),
                  static_cast<int>(3 * ndim), MPI_INT64_T, _comm);
    int64_t stride =
        static_cast<int64_t>(ranks);  // ranks between neighbours in this dimension, times its grid
    for (size_t d = 0; d < ndim; ++d) {
      const int64_t grid = _dims[d].proc_grid_size;
      stride /= grid;
      _maps.emplace_back(_dims[d], static_cast<int32_t>(d), sections(all, d, stride));
      _identity = _identity && _dims[d].dist_type == 'b' && (d == 0 || grid == 1);
    }
    for (size_t d = 0; d < ndim; ++d)
      if (_dims[d].dist_type == 'u')
        check_disjoint(_comm, _dims[d], static_cast<int32_t>(d), is_first_elsewhere(d));
  }

  // Once. Collective.
  void note_owners() const {
    if (!_directories.empty() || _identity) return;
    std::vector<std::optional<Directory>> directories(_dims.size());
    for (size_t d = 0; d < _dims.size(); ++d)
      if (_dims[d].dist_type == 'u')
        directories[d].emplace(_comm, _dims[d], static_cast<int32_t>(d), is_first_elsewhere(d));
    _directories = std::move(directories);
  }

  // Dimension d's section at each grid coordinate; ranks with the same coordinate must say the same.
  std::vector<DimSection> sections(const std::vector<DimSection>& all, size_t d, int64_t stride) const {
    const size_t ndim = _dims.size(), ranks = _ranges.size() - 1;
    std::vector<DimSection> out(static_cast<size_t>(_dims[d].proc_grid_size));
    for (size_t r = 0; r < ranks; ++r) {
      const int64_t coordinate = static_cast<int64_t>(r) / stride % _dims[d].proc_grid_size;
      const int64_t first = coordinate * stride;  // lowest rank with this coordinate
      if (all[r * ndim + d] != all[static_cast<size_t>(first) * ndim + d])
        throw Error("ERR_DISTRIBUTION", "Ranks " + std::to_string(first) + " and " + std::to_string(r) +
                                            " share place " + std::to_string(coordinate) + " of dimension " +
                                            std::to_string(d) + " but their sections of it differ");
      out[static_cast<size_t>(coordinate)] = all[r * ndim + d];
    }
    return out;
  }

  bool is_first_elsewhere(size_t d) const {
    for (size_t other = 0; other < _dims.size(); ++other)
      if (other != d && _dims[other].proc_grid_rank != 0) return false;
    return true;
  }

  void unravel(int64_t flat, std::vector<int64_t>& index) const {
    for (size_t d = _dims.size(); d-- > 0;) {
      index[d] = flat % _dims[d].size;
      flat /= _dims[d].size;
    }
  }

  // Places along each unstructured dimension, [ndim][n]; the others stay empty. Collective.
  std::vector<std::vector<Place>> look_up(const int64_t* dap, size_t n) const {
    std::vector<std::vector<Place>> places(_dims.size());
    int64_t stride = n_global();
    for (size_t d = 0; d < _dims.size(); ++d) {
      stride = _dims[d].size == 0 ? 0 : stride / _dims[d].size;
      if (!_directories[d]) continue;
      std::vector<int64_t> indices(n);
      for (size_t e = 0; e < n; ++e) indices[e] = dap[e] / stride % _dims[d].size;
      places[d] = _directories[d]->lookup(indices);
    }
    return places;
  }

  MPI_Comm _comm;
  size_t _rank;
  std::vector<int64_t> _ranges;  // library indices where each rank starts, and the end
  std::vector<dap_dim> _dims;
  std::vector<int64_t> _shape;  // local extents
  std::vector<int64_t> _global_shape;
  std::shared_ptr<const void> _keep;

  bool _identity = true;  // library indices are DAP indices
  std::vector<DimMap> _maps;
  mutable std::vector<std::optional<Directory>> _directories;  // of 'u' dimensions; empty until asked for
};

}  // namespace dap
