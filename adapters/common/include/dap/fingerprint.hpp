// dap/fingerprint.hpp - what a section says of its array, as a number.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/dim_map.hpp>

namespace dap {

// Of what the sections of one array must say alike on every rank.
inline uint64_t common_fingerprint(const dap_array& array) {
  uint64_t hash = hash_step(hash_seed, array.ndim);
  for (const int32_t part : array.version) hash = hash_step(hash, part);
  for (int32_t d = 0; d < array.ndim; ++d) {
    const dap_dim& dim = array.dims[d];
    const bool block = dim.dist_type == 'b', cyclic = dim.dist_type == 'c', listed = dim.dist_type == 'u';
    for (const int64_t value : {int64_t{dim.dist_type}, dim.size, dim.proc_grid_size})
      hash = hash_step(hash, value);
    hash = hash_step(hash, block && dim.periodic);
    hash = hash_step(hash, cyclic ? dim.block_size : 0);
    hash = hash_step(hash, listed && dim.one_to_one);
  }
  return hash;
}

// Of all that says which global indices this section has: two of one fingerprint have the same ones.
inline uint64_t numbering_fingerprint(const dap_array& array) {
  uint64_t hash = common_fingerprint(array);
  for (int32_t d = 0; d < array.ndim; ++d) {
    const DimSection section = section_of(array.dims[d], array.shape[d]);
    hash = hash_step(hash, array.dims[d].proc_grid_rank);
    hash = hash_step(hash, section.start);
    hash = hash_step(hash, section.count);
    hash = hash_step(hash, static_cast<int64_t>(section.hash));
  }
  return hash;
}

}  // namespace dap
