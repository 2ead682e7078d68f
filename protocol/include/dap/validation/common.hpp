// dap/validation/common.hpp - the keys that every dimension dictionary has: rules DAP-D5, D6, D7.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/integers.hpp>
#include <dap/validation/findings.hpp>
#include <string>

namespace dap::detail {

// A dimension dictionary, and which of its common keys can be relied on.
struct DimSource {
  const dap_dim& dim;
  std::string path;  // "dim_data[0]"
  int64_t extent;    // of the buffer; -1 when it is not known
  bool has_size = false, has_grid_size = false, has_grid_rank = false;

  // All of them, and the process is in the grid.
  bool is_placed() const {
    return has_size && has_grid_size && has_grid_rank && dim.proc_grid_rank < dim.proc_grid_size;
  }
};

inline void validate_common(Findings& findings, DimSource& source) {
  const dap_dim& dim = source.dim;
  source.has_size = findings.expect(is_count(dim.size), "DAP-D5", source.path + ".size",
                                    "an integer, zero or more,", dim.size);
  source.has_grid_size =
      findings.expect(is_count(dim.proc_grid_size, 1), "DAP-D6", source.path + ".proc_grid_size",
                      "an integer, at least 1,", dim.proc_grid_size);
  source.has_grid_rank =
      findings.expect(is_count(dim.proc_grid_rank), "DAP-D7", source.path + ".proc_grid_rank",
                      "an integer, zero or more,", dim.proc_grid_rank);
  if (source.has_grid_size && source.has_grid_rank)
    findings.expect(dim.proc_grid_rank < dim.proc_grid_size, "DAP-D7", source.path + ".proc_grid_rank",
                    "an integer below proc_grid_size, " + std::to_string(dim.proc_grid_size) + ",",
                    dim.proc_grid_rank);
}

}  // namespace dap::detail
