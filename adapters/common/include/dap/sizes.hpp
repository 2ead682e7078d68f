// dap/sizes.hpp - how long a new vector is, here and in all.
#pragma once
#include <algorithm>
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/section.hpp>
#include <optional>
#include <string>

namespace dap {

// What a caller asks of a library that makes a vector: one of the two at least.
struct Sizes {
  std::optional<int64_t> local;   // on every rank or on none; none leaves the split to the library
  std::optional<int64_t> global;  // equal on all ranks; none is the sum of the local sizes
};

namespace detail {

struct SizeTotals {
  int64_t with_local, local_sum, min_global, max_global;
};

inline SizeTotals totals(MPI_Comm comm, const Sizes& sizes) {
  int64_t sums[2] = {sizes.local.has_value(), sizes.local.value_or(0)};
  const int64_t global = sizes.global.value_or(-1);
  int64_t range[2] = {global, -global};
  DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, sums, 2, MPI_INT64_T, MPI_SUM, comm);
  DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, range, 2, MPI_INT64_T, MPI_MAX, comm);
  return {sums[0], sums[1], -range[1], range[0]};
}

}  // namespace detail

// Complete `global`. Collective over `comm`. Throws on every rank ERR_SHAPE when a size is negative, when
// neither is given, when the ranks do not agree, and when the local sizes do not add up to the global one.
inline Sizes settle_sizes(MPI_Comm comm, Sizes sizes) {
  agree(comm, [&] {
    if (!sizes.local && !sizes.global)
      throw Error("ERR_SHAPE", "Expected a local or a global size for the vector but received neither");
    const int64_t least = std::min(sizes.local.value_or(0), sizes.global.value_or(0));
    if (least < 0)
      throw Error("ERR_SHAPE", "Expected sizes of at least 0 but received " + std::to_string(least));
  });
  const auto totals = detail::totals(comm, sizes);
  const int64_t ranks = comm_size(comm);
  if (totals.with_local != 0 && totals.with_local != ranks)
    throw Error("ERR_SHAPE", "Expected a local size on all " + std::to_string(ranks) +
                                 " ranks or on none but received one on " +
                                 std::to_string(totals.with_local));
  if (totals.min_global != totals.max_global)
    throw Error("ERR_SHAPE", "Expected one global size on all ranks but received " +
                                 (totals.min_global < 0 ? "none" : std::to_string(totals.min_global)) +
                                 " and " + std::to_string(totals.max_global));
  if (!sizes.global) sizes.global = totals.local_sum;
  if (totals.with_local != 0 && totals.local_sum != *sizes.global)
    throw Error("ERR_SHAPE", "Expected local sizes that add up to " + std::to_string(*sizes.global) +
                                 " but received " + std::to_string(totals.local_sum));
  return sizes;
}

}  // namespace dap
