// dap/map/cyclic.hpp - cyclic and block-cyclic: blocks of global indices are dealt to the processes in turn.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/dimension.hpp>
#include <dap/integers.hpp>
#include <dap/map/checks.hpp>

namespace dap {

class CyclicMap {
 public:
  CyclicMap(int64_t size, int64_t grid_size, int64_t block_size = 1) {
    detail::require_count(size, 0, "size");
    detail::require_count(grid_size, 1, "grid_size");
    detail::require_count(block_size, 1, "block_size");
    checked_product(grid_size - 1, block_size, "The start of the last process");
    _dim.dist_type = 'c';
    _dim.size = size;
    _dim.proc_grid_size = grid_size;
    _dim.block_size = block_size;
  }

  int64_t size() const { return _dim.size; }
  int64_t grid_size() const { return _dim.proc_grid_size; }
  int64_t block_size() const { return _dim.block_size; }

  int64_t own_count(int64_t rank) const {
    detail::check_rank(rank, grid_size());
    return cyclic_count(_dim, rank);
  }
  int64_t own_offset(int64_t rank) const {
    detail::check_rank(rank, grid_size());
    return 0;
  }
  int64_t local_count(int64_t rank) const { return own_count(rank); }
  int64_t owner_of(int64_t g) const {
    detail::check_index(g, size(), "global index");
    return cyclic_owner(_dim, g);
  }
  bool holds(int64_t rank, int64_t g) const {
    detail::check_rank(rank, grid_size());
    return g >= 0 && g < size() && cyclic_owner(_dim, g) == rank;
  }
  int64_t global_to_local(int64_t rank, int64_t g) const {
    if (!holds(rank, g)) detail::not_held(rank, g);
    return cyclic_local(_dim, g);
  }
  int64_t local_to_global(int64_t rank, int64_t i) const {
    detail::check_index(i, own_count(rank), "local index");
    return dap::local_to_global(dim(rank), i);
  }

  // The protocol's dictionary for a process.
  dap_dim dim(int64_t rank) const {
    detail::check_rank(rank, grid_size());
    dap_dim out = _dim;
    out.proc_grid_rank = rank;
    out.start = rank * block_size();
    return out;
  }

 private:
  dap_dim _dim{};  // of process 0
};

}  // namespace dap
