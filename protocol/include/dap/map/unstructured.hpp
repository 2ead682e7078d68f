// dap/map/unstructured.hpp - unstructured: each process holds the global indices in its list.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <dap/map/checks.hpp>
#include <string>
#include <utility>
#include <vector>

namespace dap {

// Global indices are labels: any integers, also negative ones or ones past the size. An index that several
// processes hold belongs to the lowest of them. Every list is in memory here, and a sorted table of all
// entries: 32 bytes an entry, O(log n) a question.
class UnstructuredMap {
 public:
  // `size` is the number of entries in all lists; an index that k processes hold counts k times.
  UnstructuredMap(int64_t size, std::vector<std::vector<int64_t>> indices)
      : _size(size), _indices(std::move(indices)) {
    detail::require_count(size, 0, "size");
    detail::require_count(grid_size(), 1, "the number of lists of indices");
    for (size_t rank = 0; rank < _indices.size(); ++rank)
      for (size_t i = 0; i < _indices[rank].size(); ++i)
        _places.push_back({_indices[rank][i], static_cast<int64_t>(rank), static_cast<int64_t>(i)});
    std::sort(_places.begin(), _places.end());
    size_t distinct = _places.empty() ? 0 : 1;
    for (size_t k = 1; k < _places.size(); ++k) {
      if (_places[k].index != _places[k - 1].index)
        ++distinct;
      else if (_places[k].rank == _places[k - 1].rank)
        throw Error("ERR_DISTRIBUTION", "Expected each global index once on process " +
                                            std::to_string(_places[k].rank) + " but received " +
                                            std::to_string(_places[k].index) + " twice");
    }
    _one_to_one = distinct == _places.size();
    if (static_cast<size_t>(size) != _places.size())
      throw Error("ERR_DISTRIBUTION", "Expected as size the number of entries in all lists, " +
                                          std::to_string(_places.size()) + ", but received " +
                                          std::to_string(size));
  }

  int64_t size() const { return _size; }
  int64_t grid_size() const { return static_cast<int64_t>(_indices.size()); }
  // No global index is on two processes.
  bool one_to_one() const { return _one_to_one; }
  // Global indices that a process holds, in local order.
  const std::vector<int64_t>& indices(int64_t rank) const {
    detail::check_rank(rank, grid_size());
    return _indices[static_cast<size_t>(rank)];
  }

  int64_t own_count(int64_t rank) const { return static_cast<int64_t>(indices(rank).size()); }
  int64_t own_offset(int64_t rank) const {
    detail::check_rank(rank, grid_size());
    return 0;
  }
  int64_t local_count(int64_t rank) const { return own_count(rank); }
  int64_t owner_of(int64_t g) const {
    const auto found = std::lower_bound(_places.begin(), _places.end(), Place{g, 0, 0});
    if (found == _places.end() || found->index != g)
      throw Error("ERR_SELECTION",
                  "Expected a global index that is on some process but received " + std::to_string(g));
    return found->rank;
  }
  bool holds(int64_t rank, int64_t g) const { return position(rank, g) >= 0; }
  int64_t global_to_local(int64_t rank, int64_t g) const {
    const int64_t local = position(rank, g);
    if (local < 0) detail::not_held(rank, g);
    return local;
  }
  int64_t local_to_global(int64_t rank, int64_t i) const {
    detail::check_index(i, own_count(rank), "local index");
    return indices(rank)[static_cast<size_t>(i)];
  }

  // The protocol's dictionary for a process. Its indices are the map's: valid as long as this object.
  dap_dim dim(int64_t rank) const {
    dap_dim out{};
    out.dist_type = 'u';
    out.one_to_one = _one_to_one;
    out.index_bits = 64;
    out.size = _size;
    out.proc_grid_size = grid_size();
    out.proc_grid_rank = rank;
    out.block_size = 1;
    out.n_indices = own_count(rank);
    out.indices = indices(rank).data();
    return out;
  }

 private:
  struct Place {
    int64_t index, rank, local;
    bool operator<(const Place& other) const {
      return index != other.index ? index < other.index : rank < other.rank;
    }
  };

  // Local index of `g` on `rank`, or -1.
  int64_t position(int64_t rank, int64_t g) const {
    detail::check_rank(rank, grid_size());
    const auto found = std::lower_bound(_places.begin(), _places.end(), Place{g, rank, 0});
    return found != _places.end() && found->index == g && found->rank == rank ? found->local : -1;
  }

  int64_t _size;
  std::vector<std::vector<int64_t>> _indices;
  std::vector<Place> _places;  // of all entries, by index, then rank
  bool _one_to_one = false;
};

}  // namespace dap
