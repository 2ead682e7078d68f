// dap/section.hpp - what one rank can know about its dap_array without asking the others.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/access.hpp>
#include <dap/dimension.hpp>
#include <dap/error.hpp>
#include <dap/strides.hpp>
#include <string>

// What to do about an array that a library cannot work on where it is; the addons say it in JavaScript.
#ifndef DAP_COPY_ADVICE
#define DAP_COPY_ADVICE "Copy the own entries into a contiguous array of double, and lend that"
#endif

namespace dap {

namespace detail {

inline void require(bool ok, int32_t d, const char* rule, const std::string& received) {
  if (!ok)
    throw Error("ERR_PROTOCOL", "Dimension " + std::to_string(d) + " of the dap_array: " + rule +
                                    " but received " + received);
}

inline void check_block_dim(const dap_dim& dim, int64_t extent, int32_t d) {
  const std::string ends = "start " + std::to_string(dim.start) + " and stop " + std::to_string(dim.stop);
  require(0 <= dim.start && dim.start <= dim.stop && dim.stop <= dim.size, d,
          "start and stop must satisfy 0 <= start <= stop <= size",
          ends + " for size " + std::to_string(dim.size));
  require(dim.stop - dim.start == extent, d, "stop - start must equal the local extent",
          ends + " for extent " + std::to_string(extent));
  require(dim.padding[0] >= 0 && dim.padding[1] >= 0, d, "padding must not be negative",
          "[" + std::to_string(dim.padding[0]) + ", " + std::to_string(dim.padding[1]) + "]");
}

inline void check_listed_dim(const dap_dim& dim, int64_t extent, int32_t d) {
  require(dim.n_indices == extent, d, "indices must have as many entries as the local extent",
          std::to_string(dim.n_indices) + " for extent " + std::to_string(extent));
  require(dim.index_bits == 32 || dim.index_bits == 64, d, "index_bits must be 32 or 64",
          std::to_string(dim.index_bits));
  require(dim.indices || dim.n_indices == 0, d, "indices must be the list of them", "NULL");
}

inline void check_dim(const dap_dim& dim, int64_t extent, int32_t d) {
  require(dim.size >= 0, d, "size must not be negative", std::to_string(dim.size));
  require(dim.proc_grid_size >= 1, d, "proc_grid_size must be at least 1",
          std::to_string(dim.proc_grid_size));
  require(dim.proc_grid_rank >= 0 && dim.proc_grid_rank < dim.proc_grid_size, d,
          "proc_grid_rank must be in 0 .. proc_grid_size - 1",
          std::to_string(dim.proc_grid_rank) + " for proc_grid_size " + std::to_string(dim.proc_grid_size));
  if (dim.dist_type == 'b') return check_block_dim(dim, extent, d);
  if (dim.dist_type == 'u') return check_listed_dim(dim, extent, d);
  require(dim.dist_type == 'c', d, "dist_type must be 'b', 'c' or 'u'", letter(dim.dist_type));
  require(dim.block_size >= 1, d, "block_size must be at least 1", std::to_string(dim.block_size));
  const int64_t count = cyclic_count(dim, dim.proc_grid_rank);
  require(count == extent, d,
          "the local extent must equal the number of entries that size, block_size and grid give",
          std::to_string(extent) + " for " + std::to_string(count));
}

}  // namespace detail

// Check this rank's section: alive, of a version we know, dimension dictionaries in order, no ghost entries.
inline void check_section(const dap_array& array) {
  check_alive(array);
  if (array.version[0] != 0 || array.version[1] != 10)
    throw Error("ERR_PROTOCOL", "Expected protocol version 0.10 but the dap_array says " +
                                    std::to_string(array.version[0]) + "." +
                                    std::to_string(array.version[1]));
  const uint64_t known_flags = DAP_FLAG_READ_ONLY | DAP_FLAG_COPIED;
  if (array.flags & ~known_flags)
    throw Error("ERR_PROTOCOL",
                "Expected only flags that dap.h names but the dap_array has " + std::to_string(array.flags));
  if (array.reserved[0] != 0 || array.reserved[1] != 0)
    throw Error("ERR_PROTOCOL", "Expected zero in the reserved bytes of the dap_array but they are set");
  if (array.ndim < 0)
    throw Error("ERR_PROTOCOL",
                "ndim of the dap_array must not be negative but received " + std::to_string(array.ndim));
  for (int32_t d = 0; d < array.ndim; ++d) {
    detail::require(array.shape[d] >= 0, d, "the local extent must not be negative",
                    std::to_string(array.shape[d]));
    detail::check_dim(array.dims[d], array.shape[d], d);
    if (ghosts_low(array.dims[d]) > 0 || ghosts_high(array.dims[d]) > 0)
      throw Error("ERR_UNSUPPORTED",
                  "Dimension " + std::to_string(d) +
                      " has communication padding, and a library's vector cannot skip the ghost entries in "
                      "the buffer. " DAP_COPY_ADVICE)
          .with("feature", std::string("communication padding"));
  }
}

}  // namespace dap
