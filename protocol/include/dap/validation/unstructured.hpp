// dap/validation/unstructured.hpp - rules DAP-U: unstructured dimensions.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <dap/dimension.hpp>
#include <dap/validation/findings.hpp>
#include <string>
#include <vector>

namespace dap::detail {

inline constexpr int64_t max_safe_integer = (int64_t{1} << 53) - 1;  // JavaScript's

// Report the first index that is no safe integer, or else one that is listed twice.
inline void validate_indices(Findings& findings, const dap_dim& dim, const std::string& path) {
  bool increasing = true;
  for (int64_t i = 0; i < dim.n_indices; ++i) {
    const int64_t g = index_at(dim, i);
    if (!findings.expect(g >= -max_safe_integer && g <= max_safe_integer, "DAP-U5",
                         path + ".indices[" + std::to_string(i) + "]", "a safe integer", g))
      return;
    if (i > 0 && g <= index_at(dim, i - 1)) increasing = false;
  }
  if (increasing) return;  // no table needed to see that they are unique
  std::vector<int64_t> sorted(static_cast<size_t>(dim.n_indices));
  for (int64_t i = 0; i < dim.n_indices; ++i) sorted[static_cast<size_t>(i)] = index_at(dim, i);
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice == sorted.end()) return;
  findings.report("DAP-U3", path + ".indices",
                  "Expected each global index once but received " + std::to_string(*twice) + " twice");
}

inline void validate_unstructured(Findings& findings, const dap_dim& dim, const std::string& path,
                                  int64_t extent) {
  findings.expect(dim.one_to_one <= 1, "DAP-U4", path + ".one_to_one", "0 or 1", dim.one_to_one);
  if (!findings.expect(dim.index_bits == 32 || dim.index_bits == 64, "DAP-U1", path + ".indices",
                       "index_bits of 32 or 64", dim.index_bits))
    return;
  if (!findings.expect(dim.n_indices >= 0, "DAP-U2", path + ".indices", "a length, zero or more,",
                       dim.n_indices))
    return;
  if (!dim.indices && dim.n_indices > 0)
    return findings.report("DAP-U1", path + ".indices", "Expected the memory of indices but received NULL");
  if (extent >= 0 && extent != dim.n_indices)
    findings.report("DAP-U2", path + ".indices",
                    "Expected as many indices as the buffer's extent, " + std::to_string(extent) +
                        ", but received " + std::to_string(dim.n_indices));
  validate_indices(findings, dim, path);
}

}  // namespace dap::detail
