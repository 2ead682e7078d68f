// dap/disjoint.hpp - is each index of an unstructured dimension at one place of the process grid?
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/dimension.hpp>
#include <dap/exchange.hpp>
#include <string>
#include <vector>

namespace dap {

namespace detail {

// Spreads indices over all 64 bits, so that different sets of them have different sums (the finalizer of
// SplitMix64).
inline uint64_t scatter(int64_t index) {
  uint64_t x = static_cast<uint64_t>(index) + 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

// Do the lists of all ranks hold 0 .. size - 1, each once? Compared by sums: no index travels. Collective.
inline bool is_permutation(MPI_Comm comm, const dap_dim& dim, int64_t n) {
  uint64_t totals[2] = {0, 0};  // sum over the lists less that over 0 .. size - 1; indices outside these
  for (int64_t i = 0; i < n; ++i) {
    const int64_t index = index_at(dim, i);
    totals[0] += scatter(index);
    totals[1] += index < 0 || index >= dim.size;
  }
  const int64_t ranks = comm_size(comm), chunk = (dim.size + ranks - 1) / ranks;
  const int64_t first = std::min(dim.size, chunk * comm_rank(comm)), end = std::min(dim.size, first + chunk);
  for (int64_t index = first; index < end; ++index) totals[0] -= scatter(index);
  DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, totals, 2, MPI_UINT64_T, MPI_SUM, comm);
  return totals[0] == 0 && totals[1] == 0;
}

struct ListedIndex {
  int64_t index, coordinate;
};

// Send each index to the rank that its hash names, which sees it twice if it is. Collective.
inline void find_twice(MPI_Comm comm, const dap_dim& dim, int64_t n, const std::string& name) {
  const auto ranks = static_cast<uint64_t>(comm_size(comm));
  const Routing routing = route(static_cast<int>(ranks), static_cast<size_t>(n), [&](size_t i) {
    return static_cast<int>(scatter(index_at(dim, static_cast<int64_t>(i))) % ranks);
  });
  std::vector<ListedIndex> entries(static_cast<size_t>(n));
  for (size_t i = 0; i < entries.size(); ++i)
    entries[static_cast<size_t>(routing.slots[i])] = {index_at(dim, static_cast<int64_t>(i)),
                                                      dim.proc_grid_rank};
  auto received = exchange(comm, entries, routing.counts).items;
  agree(comm, [&] {
    std::stable_sort(received.begin(), received.end(),
                     [](const ListedIndex& a, const ListedIndex& b) { return a.index < b.index; });
    const auto twice =
        std::adjacent_find(received.begin(), received.end(),
                           [](const ListedIndex& a, const ListedIndex& b) { return a.index == b.index; });
    if (twice != received.end())
      throw Error("ERR_DISTRIBUTION", "Index " + std::to_string(twice->index) + " of " + name +
                                          " is owned twice, at grid places " +
                                          std::to_string(twice->coordinate) + " and " +
                                          std::to_string((twice + 1)->coordinate) +
                                          "; a library's vector needs one owner per entry");
  });
}

}  // namespace detail

// Refuse the lists of dimension `number` when an index is in them twice. The indices may be any labels, but
// `size` is how many the lists have in all. Of the ranks that share a grid coordinate exactly one sets
// `registers`. Collective over `comm`: one allreduce of 16 bytes when the indices are 0 .. size - 1, else an
// exchange of O(size / ranks) per rank. Throws on every rank ERR_DISTRIBUTION.
inline void check_disjoint(MPI_Comm comm, const dap_dim& dim, int32_t number, bool registers) {
  const int64_t n = registers ? dim.n_indices : 0;
  if (detail::is_permutation(comm, dim, n)) return;
  detail::find_twice(comm, dim, n, "dimension " + std::to_string(number));
}

}  // namespace dap
