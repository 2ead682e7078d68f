// dap/map/block.hpp - block: each process owns one range of global indices and holds ghosts at the cuts.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/map/block_bounds.hpp>
#include <dap/map/block_padding.hpp>
#include <utility>
#include <vector>

namespace dap {

class BlockMap {
 public:
  // Blocks of ceil(size / grid_size); the last processes may have fewer or none. Closed form.
  static BlockMap even(int64_t size, int64_t grid_size, BlockOptions options = {}) {
    return BlockMap(BlockBounds::even(size, grid_size), std::move(options));
  }
  // Process r owns [bounds[r], bounds[r + 1]).
  static BlockMap at(std::vector<int64_t> bounds, BlockOptions options = {}) {
    return BlockMap(BlockBounds::at(std::move(bounds)), std::move(options));
  }

  int64_t size() const { return _bounds.size(); }
  int64_t grid_size() const { return _bounds.grid_size(); }

  int64_t own_count(int64_t rank) const {
    detail::check_rank(rank, grid_size());
    return _bounds.count(rank);
  }
  int64_t own_offset(int64_t rank) const {
    detail::check_rank(rank, grid_size());
    return ghosts(rank - 1);
  }
  int64_t local_count(int64_t rank) const {
    detail::check_rank(rank, grid_size());
    return ghosts(rank - 1) + _bounds.count(rank) + ghosts(rank);
  }
  int64_t owner_of(int64_t g) const {
    detail::check_index(g, size(), "global index");
    return _bounds.owner_of(g);
  }
  bool holds(int64_t rank, int64_t g) const {
    detail::check_rank(rank, grid_size());
    return g >= first(rank) && g < _bounds.start(rank + 1) + ghosts(rank);
  }
  int64_t global_to_local(int64_t rank, int64_t g) const {
    if (!holds(rank, g)) detail::not_held(rank, g);
    return g - first(rank);
  }
  int64_t local_to_global(int64_t rank, int64_t i) const {
    detail::check_index(i, local_count(rank), "local index");
    return first(rank) + i;
  }

  // The protocol's dictionary for a process.
  dap_dim dim(int64_t rank) const {
    detail::check_rank(rank, grid_size());
    dap_dim out{};
    out.dist_type = 'b';
    out.periodic = _periodic;
    out.size = size();
    out.proc_grid_size = grid_size();
    out.proc_grid_rank = rank;
    out.start = first(rank);
    out.stop = first(rank) + local_count(rank);
    out.padding[0] = rank == 0 ? _padding.boundary_low() : ghosts(rank - 1);
    out.padding[1] = rank == grid_size() - 1 ? _padding.boundary_high() : ghosts(rank);
    out.block_size = 1;
    return out;
  }

 private:
  BlockMap(BlockBounds bounds, BlockOptions options)
      : _bounds(std::move(bounds)), _periodic(options.periodic), _padding(_bounds, std::move(options)) {}

  int64_t ghosts(int64_t cut) const { return _padding.at(_bounds, cut); }
  int64_t first(int64_t rank) const { return _bounds.start(rank) - ghosts(rank - 1); }

  BlockBounds _bounds;
  bool _periodic;
  BlockPadding _padding;
};

}  // namespace dap
