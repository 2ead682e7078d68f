// dap/validation/dimension.hpp - rules DAP-D3 and D4, and which others apply to a dimension dictionary.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/validation/block.hpp>
#include <dap/validation/common.hpp>
#include <dap/validation/cyclic.hpp>
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
                      "Expected zero in the fields that do not belong to dist_type " + letter(dim.dist_type) +
                          " (1 in block_size) but received something in " + key);
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

inline void validate_dimension(Findings& findings, const dap_dim& dim, int32_t d, int64_t extent) {
  DimSource source{dim, "dim_data[" + std::to_string(d) + "]", extent};
  if (dim.dist_type != 'b' && dim.dist_type != 'c' && dim.dist_type != 'u')
    return findings.report(
        "DAP-D4", source.path + ".dist_type",
        "Expected 'b', 'c' or 'u' for " + source.path + ".dist_type but received " + letter(dim.dist_type));
  validate_fields(findings, dim, source.path);
  validate_common(findings, source);
  if (dim.dist_type == 'b') return validate_block(findings, source);
  if (dim.dist_type == 'c') return validate_cyclic(findings, source);
  validate_unstructured(findings, source);
}

}  // namespace dap::detail
