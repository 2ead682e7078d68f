// dap/validation/unstructured.hpp - rules DAP-U: unstructured dimensions.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <dap/dimension.hpp>
#include <dap/integers.hpp>
#include <dap/validation/common.hpp>
#include <dap/validation/findings.hpp>
#include <string>
#include <vector>

namespace dap::detail {

inline void validate_unique(Findings& findings, const dap_dim& dim, const std::string& path) {
  std::vector<int64_t> sorted;
  sorted.reserve(static_cast<size_t>(dim.n_indices));
  for (int64_t i = 0; i < dim.n_indices; ++i)
    if (is_safe_integer(index_at(dim, i))) sorted.push_back(index_at(dim, i));
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end())
    findings.report("DAP-U3", path,
                    "Expected each global index once but received " + std::to_string(*twice) + " twice");
}

// Report the first index that is no safe integer, and one that is listed twice.
inline void validate_indices(Findings& findings, const dap_dim& dim, const std::string& path) {
  bool is_increasing = true;
  int64_t unsafe = -1;
  for (int64_t i = 0; i < dim.n_indices; ++i) {
    if (unsafe < 0 && !is_safe_integer(index_at(dim, i))) unsafe = i;
    if (i > 0 && index_at(dim, i) <= index_at(dim, i - 1)) is_increasing = false;
  }
  if (unsafe >= 0)
    findings.expect(false, "DAP-U5", path + "[" + std::to_string(unsafe) + "]", "a safe integer",
                    index_at(dim, unsafe));
  if (!is_increasing) validate_unique(findings, dim, path);
}

// Whether `size` is a sum over the processes or a number of different indices, no process has more than that.
inline void validate_list_count(Findings& findings, const DimSource& source, const std::string& path) {
  const dap_dim& dim = source.dim;
  if (!source.has_size) return;
  const std::string size = "size, " + std::to_string(dim.size) + ",";
  if (dim.n_indices > dim.size)
    findings.expect(false, "DAP-U7", path, "at most as many indices as " + size, dim.n_indices);
  else if (source.has_grid_size && dim.proc_grid_size == 1 && dim.n_indices < dim.size)
    findings.expect(false, "DAP-U7", path, "as many indices on the one process as " + size, dim.n_indices);
}

inline void validate_unstructured(Findings& findings, const DimSource& source) {
  const dap_dim& dim = source.dim;
  const std::string path = source.path + ".indices";
  findings.expect(dim.one_to_one <= 1, "DAP-U4", source.path + ".one_to_one", "0 or 1", dim.one_to_one);
  if (!findings.expect(dim.index_bits == 32 || dim.index_bits == 64, "DAP-U1", path, "index_bits of 32 or 64",
                       dim.index_bits))
    return;
  if (!findings.expect(dim.n_indices >= 0, "DAP-U2", path, "a length, zero or more,", dim.n_indices)) return;
  if (!dim.indices && dim.n_indices > 0)
    return findings.report("DAP-U1", path, "Expected the memory of indices but received NULL");
  if (source.extent >= 0 && source.extent != dim.n_indices)
    findings.report("DAP-U2", path,
                    "Expected as many indices as the buffer's extent, " + std::to_string(source.extent) +
                        ", but received " + std::to_string(dim.n_indices));
  validate_list_count(findings, source, path);
  validate_indices(findings, dim, path);
}

}  // namespace dap::detail
