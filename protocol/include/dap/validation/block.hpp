// dap/validation/block.hpp - rules DAP-B: block dimensions.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <dap/dimension.hpp>
#include <dap/validation/findings.hpp>
#include <string>

namespace dap::detail {

// `common` tells whether size and grid are in order; `extent` is -1 when it is not known.
inline void validate_block(Findings& findings, const dap_dim& dim, const std::string& path, int64_t extent,
                           bool common) {
  bool ok =
      findings.expect(dim.start >= 0, "DAP-B1", path + ".start", "an integer, zero or more,", dim.start);
  ok = findings.expect(dim.stop >= 0, "DAP-B2", path + ".stop", "an integer, zero or more,", dim.stop) && ok;
  const bool padded = dim.padding[0] >= 0 && dim.padding[1] >= 0;
  if (!padded)
    findings.report("DAP-B6", path + ".padding",
                    "Expected a pair of integers, zero or more, for " + path + ".padding but received [" +
                        std::to_string(dim.padding[0]) + ", " + std::to_string(dim.padding[1]) + "]");
  findings.expect(dim.periodic <= 1, "DAP-B8", path + ".periodic", "0 or 1", dim.periodic);
  if (!ok || !padded || !common) return;

  if (!findings.expect(dim.start <= dim.stop && dim.stop <= dim.size, "DAP-B2", path + ".stop",
                       "an integer from start, " + std::to_string(dim.start) + ", to size, " +
                           std::to_string(dim.size) + ",",
                       dim.stop))
    return;
  if (dim.proc_grid_rank == 0)
    findings.expect(dim.start == 0, "DAP-B3", path + ".start", "0 on the first process", dim.start);
  if (dim.proc_grid_rank == dim.proc_grid_size - 1)
    findings.expect(dim.stop == dim.size, "DAP-B4", path + ".stop",
                    "size, " + std::to_string(dim.size) + ", on the last process", dim.stop);
  const int64_t held = dim.stop - dim.start;
  if (extent >= 0 && extent != held)
    findings.report("DAP-B5", path,
                    "Expected a buffer of extent stop - start = " + std::to_string(held) +
                        " but received one of extent " + std::to_string(extent));

  // A process cannot know its neighbour's count, but both sides of a cut have the same width, so that "no
  // wider than what the neighbour owns" holds for what this process owns too. Compared without sums: padding
  // may be near the largest integer.
  const int64_t low = ghosts_low(dim), high = ghosts_high(dim);
  const int64_t edge_low = dim.padding[0] - low, edge_high = dim.padding[1] - high;
  bool fits = low <= held && high <= held - low;
  const int64_t own = fits ? held - low - high : 0;
  fits = fits && std::max(low, high) <= own && edge_low <= own && edge_high <= own - edge_low;
  if (!fits)
    findings.report("DAP-B7", path + ".padding",
                    "Expected padding no wider than the " + std::to_string(own) +
                        " entries this process owns for " + path + ".padding but received [" +
                        std::to_string(dim.padding[0]) + ", " + std::to_string(dim.padding[1]) + "]");
}

}  // namespace dap::detail
