// dap/dimension.hpp - what one dimension dictionary says about its process: which entries it owns and holds,
// and which global index each of them is. Closed form where the protocol has one; nothing here communicates.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace dap {

// A dist_type as messages show it: quoted, or as a number when it is no letter to print.
inline std::string letter(char dist_type) {
  if (dist_type < ' ' || dist_type > '~') return "character " + std::to_string(dist_type);
  return std::string("'") + dist_type + "'";
}

// How many of `size` indices are dealt to one process of a cyclic dimension, in blocks of `block_size`.
// The partial last block goes to the process whose turn it is; the reference implementation gives it to
// process 0 always, which is wrong for most block sizes.
inline int64_t cyclic_count(int64_t size, int64_t grid_size, int64_t block_size, int64_t grid_rank) {
  const int64_t whole = size / block_size, rest = size % block_size;
  const int64_t rounds = whole / grid_size, turn = whole % grid_size;
  return (rounds + (grid_rank < turn)) * block_size + (grid_rank == turn ? rest : 0);
}

inline int64_t cyclic_count(const dap_dim& dim, int64_t grid_rank) {
  return cyclic_count(dim.size, dim.proc_grid_size, dim.block_size, grid_rank);
}

// The process of a cyclic dimension that global index 0 <= g < size is dealt to, and its local index there.
inline int64_t cyclic_owner(const dap_dim& dim, int64_t g) {
  return g / dim.block_size % dim.proc_grid_size;
}
inline int64_t cyclic_local(const dap_dim& dim, int64_t g) {
  return g / dim.block_size / dim.proc_grid_size * dim.block_size + g % dim.block_size;
}

// Widths of the ghosts at the low and the high end: padding at the ends of the grid is boundary padding,
// which is owned; padding at a cut holds copies of what the neighbour owns.
inline int64_t ghosts_low(const dap_dim& dim) {
  return dim.dist_type == 'b' && dim.proc_grid_rank > 0 ? dim.padding[0] : 0;
}
inline int64_t ghosts_high(const dap_dim& dim) {
  return dim.dist_type == 'b' && dim.proc_grid_rank < dim.proc_grid_size - 1 ? dim.padding[1] : 0;
}

// Entries the process holds: its own and its ghosts. The extent of its section.
inline int64_t local_count(const dap_dim& dim) {
  switch (dim.dist_type) {
    case 'b':
      return dim.stop - dim.start;
    case 'c':
      return cyclic_count(dim, dim.proc_grid_rank);
    default:
      return dim.n_indices;
  }
}

// Local index of the first own entry; the own entries follow each other.
inline int64_t own_offset(const dap_dim& dim) {
  return ghosts_low(dim);
}

// Entries the process owns.
inline int64_t own_count(const dap_dim& dim) {
  return local_count(dim) - ghosts_low(dim) - ghosts_high(dim);
}

// Global index of local index `i` of a 'u' dimension.
inline int64_t index_at(const dap_dim& dim, int64_t i) {
  return dim.index_bits == 32 ? static_cast<const int32_t*>(dim.indices)[i]
                              : static_cast<const int64_t*>(dim.indices)[i];
}

// Global index of local index `i`, 0 <= i < local_count(dim).
inline int64_t local_to_global(const dap_dim& dim, int64_t i) {
  if (dim.dist_type == 'b') return dim.start + i;
  if (dim.dist_type == 'u') return index_at(dim, i);
  const int64_t round = i / dim.block_size;
  return (round * dim.proc_grid_size + dim.proc_grid_rank) * dim.block_size + i % dim.block_size;
}

// Local index of global index `g`, or -1 when the process does not hold it. Searches the list when the
// dimension is unstructured: for many questions make an UnstructuredMap.
inline int64_t global_to_local(const dap_dim& dim, int64_t g) {
  if (dim.dist_type == 'b') return g >= dim.start && g < dim.stop ? g - dim.start : -1;
  if (dim.dist_type == 'u') {
    for (int64_t i = 0; i < dim.n_indices; ++i)
      if (index_at(dim, i) == g) return i;
    return -1;
  }
  if (g < 0 || g >= dim.size || cyclic_owner(dim, g) != dim.proc_grid_rank) return -1;
  return cyclic_local(dim, g);
}

}  // namespace dap
