// dap/validation/block.hpp - rules DAP-B: block dimensions.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <dap/dimension.hpp>
#include <dap/validation/common.hpp>
#include <dap/validation/findings.hpp>
#include <string>

namespace dap::detail {

inline std::string text_of_padding(const dap_dim& dim) {
  return "[" + std::to_string(dim.padding[0]) + ", " + std::to_string(dim.padding[1]) + "]";
}

// Where the section starts and stops. Returns whether both can be relied on.
inline bool validate_ends(Findings& findings, const DimSource& source) {
  const dap_dim& dim = source.dim;
  const std::string start = source.path + ".start", stop = source.path + ".stop";
  const bool has_start =
      findings.expect(is_count(dim.start), "DAP-B1", start, "an integer, zero or more,", dim.start);
  const bool has_stop =
      findings.expect(is_count(dim.stop), "DAP-B2", stop, "an integer, zero or more,", dim.stop);
  const bool is_range = !(has_start && dim.start > dim.stop) && !(source.has_size && dim.stop > dim.size);
  if (has_stop)
    findings.expect(is_range, "DAP-B2", stop,
                    "an integer from start, " + std::to_string(dim.start) + ", to size, " +
                        std::to_string(dim.size) + ",",
                    dim.stop);
  if (!source.has_grid_size || !source.has_grid_rank) return false;
  if (dim.proc_grid_rank == 0 && has_start)
    findings.expect(dim.start == 0, "DAP-B3", start, "0 on the first process", dim.start);
  if (dim.proc_grid_rank == dim.proc_grid_size - 1 && source.has_size && has_stop)
    findings.expect(dim.stop == dim.size, "DAP-B4", stop,
                    "size, " + std::to_string(dim.size) + ", on the last process", dim.stop);
  return has_start && has_stop && is_range;
}

// A process cannot know its neighbour's count, but both sides of a cut have the same width, so that "no wider
// than what the neighbour owns" holds for what this process owns too. Compared without sums: padding may be
// near the largest integer.
inline void validate_padding_fits(Findings& findings, const DimSource& source) {
  const dap_dim& dim = source.dim;
  const int64_t held = dim.stop - dim.start;
  const int64_t low = ghosts_low(dim), high = ghosts_high(dim);
  const int64_t edge_low = dim.padding[0] - low, edge_high = dim.padding[1] - high;
  const bool ghosts_fit = low <= held && high <= held - low;
  const int64_t own = ghosts_fit ? held - low - high : 0;
  const std::string& path = source.path;
  if (ghosts_fit && std::max(low, high) <= own && edge_low <= own && edge_high <= own - edge_low) return;
  const std::string wanted =
      !ghosts_fit ? "padding within the " + std::to_string(held) + " entries of the section"
      : own == 0  ? "padding [0, 0], since this process owns nothing,"
                  : "padding no wider than the " + std::to_string(own) + " entries this process owns";
  findings.report("DAP-B7", path + ".padding",
                  "Expected " + wanted + " for " + path + ".padding but received " + text_of_padding(dim));
}

inline void validate_block(Findings& findings, const DimSource& source) {
  const dap_dim& dim = source.dim;
  const bool has_padding = is_count(dim.padding[0]) && is_count(dim.padding[1]);
  if (!has_padding)
    findings.report("DAP-B6", source.path + ".padding",
                    "Expected a pair of integers, zero or more, for " + source.path +
                        ".padding but received " + text_of_padding(dim));
  findings.expect(dim.periodic <= 1, "DAP-B8", source.path + ".periodic", "0 or 1", dim.periodic);
  const bool has_ends = validate_ends(findings, source);
  if (!has_ends || !has_padding || !source.is_placed()) return;
  const int64_t held = dim.stop - dim.start;
  if (source.extent >= 0 && source.extent != held)
    findings.report("DAP-B5", source.path,
                    "Expected a buffer of extent stop - start = " + std::to_string(held) +
                        " but received one of extent " + std::to_string(source.extent));
  validate_padding_fits(findings, source);
}

}  // namespace dap::detail
