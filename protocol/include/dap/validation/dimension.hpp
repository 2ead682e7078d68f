// dap/validation/dimension.hpp - rules DAP-D and DAP-C, and which others apply to a dimension dictionary.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/dimension.hpp>
#include <dap/validation/block.hpp>
#include <dap/validation/findings.hpp>
#include <dap/validation/unstructured.hpp>
#include <string>

namespace dap::detail {

// In C every key has its field: those of another dist_type say nothing.
inline void validate_fields(Findings& findings, const dap_dim& dim, const std::string& path) {
  const bool block = dim.dist_type == 'b', cyclic = dim.dist_type == 'c', listed = dim.dist_type == 'u';
  const auto absent = [&](bool ok, const char* key) {
    if (!ok)
      findings.report("DAP-D3", path + "." + key,
                      std::string("Expected zero in the fields that do not belong to dist_type '") +
                          dim.dist_type + "' (1 in block_size) but received something in " + key);
  };
  absent(block || cyclic || dim.start == 0, "start");
  absent(block || dim.stop == 0, "stop");
  absent(block || (dim.padding[0] == 0 && dim.padding[1] == 0), "padding");
  absent(block || dim.periodic == 0, "periodic");
  absent(cyclic || dim.block_size == 0 || dim.block_size == 1, "block_size");
  absent(listed || (!dim.indices && dim.n_indices == 0 && dim.index_bits == 0), "indices");
  absent(listed || dim.one_to_one == 0, "one_to_one");
  absent(dim.reserved == 0, "reserved");
}

inline void validate_cyclic(Findings& findings, const dap_dim& dim, const std::string& path, int64_t extent,
                            bool common) {
  bool ok = findings.expect(dim.block_size >= 1, "DAP-C1", path + ".block_size", "an integer, at least 1,",
                            dim.block_size);
  ok = findings.expect(dim.start >= 0, "DAP-C2", path + ".start", "an integer, zero or more,", dim.start) &&
       ok;
  if (!ok || !common) return;
  int64_t start = 0;
  const bool representable = !__builtin_mul_overflow(dim.proc_grid_rank, dim.block_size, &start);
  findings.expect(representable && dim.start == start, "DAP-C2", path + ".start",
                  "proc_grid_rank * block_size = " + std::to_string(dim.proc_grid_rank) + " * " +
                      std::to_string(dim.block_size),
                  dim.start);
  const int64_t count = cyclic_count(dim, dim.proc_grid_rank);
  if (extent >= 0 && extent != count)
    findings.report("DAP-C3", path,
                    "Expected a buffer of extent " + std::to_string(count) +
                        ", the indices dealt to this process, but received one of extent " +
                        std::to_string(extent));
}

inline void validate_dimension(Findings& findings, const dap_dim& dim, int32_t d, int64_t extent) {
  const std::string path = "dim_data[" + std::to_string(d) + "]";
  if (!findings.expect(dim.dist_type == 'b' || dim.dist_type == 'c' || dim.dist_type == 'u', "DAP-D4",
                       path + ".dist_type", "'b', 'c' or 'u'", dim.dist_type))
    return;
  validate_fields(findings, dim, path);
  bool ok = findings.expect(dim.size >= 0, "DAP-D5", path + ".size", "an integer, zero or more,", dim.size);
  ok = findings.expect(dim.proc_grid_size >= 1, "DAP-D6", path + ".proc_grid_size", "an integer, at least 1,",
                       dim.proc_grid_size) &&
       ok;
  if (dim.proc_grid_rank < 0 || dim.proc_grid_size >= 1)
    ok = findings.expect(
             dim.proc_grid_rank >= 0 && dim.proc_grid_rank < dim.proc_grid_size, "DAP-D7",
             path + ".proc_grid_rank",
             "an integer from 0 to below proc_grid_size, " + std::to_string(dim.proc_grid_size) + ",",
             dim.proc_grid_rank) &&
         ok;
  if (dim.dist_type == 'b')
    validate_block(findings, dim, path, extent, ok);
  else if (dim.dist_type == 'c')
    validate_cyclic(findings, dim, path, extent, ok);
  else
    validate_unstructured(findings, dim, path, extent);
}

}  // namespace dap::detail
