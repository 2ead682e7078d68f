// dap/validation/cyclic.hpp - rules DAP-C: cyclic and block-cyclic dimensions.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/dimension.hpp>
#include <dap/validation/common.hpp>
#include <dap/validation/findings.hpp>
#include <string>

namespace dap::detail {

inline void validate_cyclic(Findings& findings, const DimSource& source) {
  const dap_dim& dim = source.dim;
  const bool has_block = findings.expect(is_count(dim.block_size, 1), "DAP-C1", source.path + ".block_size",
                                         "an integer, at least 1,", dim.block_size);
  const bool has_start = findings.expect(is_count(dim.start), "DAP-C2", source.path + ".start",
                                         "an integer, zero or more,", dim.start);
  if (!has_block || !source.has_grid_rank) return;
  int64_t start = 0;
  const bool is_representable = !__builtin_mul_overflow(dim.proc_grid_rank, dim.block_size, &start);
  if (has_start)
    findings.expect(is_representable && dim.start == start, "DAP-C2", source.path + ".start",
                    "proc_grid_rank * block_size, " + std::to_string(dim.proc_grid_rank) + " * " +
                        std::to_string(dim.block_size) + ",",
                    dim.start);
  if (!source.is_placed()) return;
  const int64_t count = cyclic_count(dim, dim.proc_grid_rank);
  if (source.extent >= 0 && source.extent != count)
    findings.report("DAP-C3", source.path,
                    "Expected a buffer of extent " + std::to_string(count) +
                        ", the indices dealt to this process, but received one of extent " +
                        std::to_string(source.extent));
}

}  // namespace dap::detail
