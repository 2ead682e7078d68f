// dap/section.hpp - what one rank can know about its dap_array without asking the others.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/access.hpp>
#include <dap/dimension.hpp>
#include <dap/error.hpp>
#include <dap/strides.hpp>
#include <string>

namespace dap {

namespace detail {

inline void require(bool ok, int32_t d, const char* rule) {
  if (!ok) throw Error("ERR_PROTOCOL", "Dimension " + std::to_string(d) + " of the dap_array: " + rule);
}

inline void check_dim(const dap_dim& dim, int64_t extent, int32_t d) {
  require(dim.size >= 0, d, "size must not be negative");
  require(dim.proc_grid_size >= 1, d, "proc_grid_size must be at least 1");
  require(dim.proc_grid_rank >= 0 && dim.proc_grid_rank < dim.proc_grid_size, d,
          "proc_grid_rank must be in 0 .. proc_grid_size - 1");
  switch (dim.dist_type) {
    case 'b':
      require(0 <= dim.start && dim.start <= dim.stop && dim.stop <= dim.size, d,
              "start and stop must satisfy 0 <= start <= stop <= size");
      require(dim.stop - dim.start == extent, d, "stop - start must equal the local extent");
      require(dim.padding[0] >= 0 && dim.padding[1] >= 0, d, "padding must not be negative");
      break;
    case 'c':
      require(dim.block_size >= 1, d, "block_size must be at least 1");
      require(cyclic_count(dim, dim.proc_grid_rank) == extent, d,
              "the local extent must equal the number of entries that size, block_size and grid give");
      break;
    case 'u':
      require(dim.n_indices == extent, d, "indices must have as many entries as the local extent");
      require(dim.index_bits == 32 || dim.index_bits == 64, d, "index_bits must be 32 or 64");
      require(dim.indices || dim.n_indices == 0, d, "indices must not be NULL");
      break;
    default:
      require(false, d, "dist_type must be 'b', 'c' or 'u'");
  }
}

}  // namespace detail

// Check this rank's section: alive, of a version we know, dimension dictionaries in order, no ghost entries.
inline void check_section(const dap_array& array) {
  check_alive(array);
  if (array.version[0] != 0 || array.version[1] != 10)
    throw Error("ERR_PROTOCOL", "Expected protocol version 0.10 but the dap_array says " +
                                    std::to_string(array.version[0]) + "." +
                                    std::to_string(array.version[1]));
  if (array.ndim < 0) throw Error("ERR_PROTOCOL", "ndim of the dap_array must not be negative");
  for (int32_t d = 0; d < array.ndim; ++d) {
    detail::require(array.shape[d] >= 0, d, "the local extent must not be negative");
    detail::check_dim(array.dims[d], array.shape[d], d);
    if (ghosts_low(array.dims[d]) > 0 || ghosts_high(array.dims[d]) > 0)
      throw Error("ERR_UNSUPPORTED",
                  "Dimension " + std::to_string(d) +
                      " has communication padding, and a library's vector cannot skip the ghost entries in "
                      "the buffer. Pass { copy: true } (in C++, an array without padding) to work on a copy")
          .with("feature", std::string("communication padding"));
  }
}

}  // namespace dap
