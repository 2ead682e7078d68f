#include "registry.h"

#include <dap/mpi_check.hpp>
#include <dap/trilinos/space.hpp>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

namespace distarray::trilinos {
namespace {

struct Entry {
  std::shared_ptr<const void> object;
  std::weak_ptr<dap::trilinos::Space> space;
  int64_t serial = 0;  // of the object among those of its space: the same number on all ranks
  bool dropped = false;
};

std::map<Key, Entry>& entries() {
  static std::map<Key, Entry> all;
  return all;
}

int64_t next_serial(const dap::trilinos::Space* space) {
  static std::map<const dap::trilinos::Space*, int64_t> next;
  return next[space]++;
}

// How many ranks dropped each serial.
std::map<int64_t, int> count_dropped(MPI_Comm comm, const std::vector<int64_t>& mine) {
  const auto n = static_cast<int>(mine.size());
  std::vector<int> counts(static_cast<size_t>(dap::comm_size(comm)));
  DAP_MPI_CHECK(MPI_Allgather, &n, 1, MPI_INT, counts.data(), 1, MPI_INT, comm);
  std::vector<int> starts(counts.size(), 0);
  std::partial_sum(counts.begin(), counts.end() - 1, starts.begin() + 1);
  std::vector<int64_t> all(static_cast<size_t>(starts.back() + counts.back()));
  DAP_MPI_CHECK(MPI_Allgatherv, mine.data(), n, MPI_INT64_T, all.data(), counts.data(), starts.data(),
                MPI_INT64_T, comm);
  std::map<int64_t, int> ranks;
  for (const int64_t serial : all) ++ranks[serial];
  return ranks;
}

}  // namespace

Key Registry::own(std::shared_ptr<const void> object, const std::shared_ptr<dap::trilinos::Space>& space) {
  static Key next = 1;
  entries()[next] = {std::move(object), space, next_serial(space.get())};
  return next++;
}

void Registry::end(Key key) {
  entries().erase(key);
}

void Registry::drop(Key key) noexcept {
  const auto found = entries().find(key);
  if (found != entries().end()) found->second.dropped = true;
}

void Registry::clean_up(const std::shared_ptr<dap::trilinos::Space>& space) {
  std::map<int64_t, Key> dropped;
  std::vector<int64_t> serials;
  for (const auto& [key, entry] : entries())
    if (entry.dropped && entry.space.lock() == space) {
      dropped[entry.serial] = key;
      serials.push_back(entry.serial);
    }
  const int size = dap::comm_size(space->comm());
  for (const auto& [serial, ranks] : count_dropped(space->comm(), serials))
    if (ranks == size) end(dropped.at(serial));
}

void Registry::end_all() {
  while (!entries().empty()) entries().erase(entries().begin());
}

}  // namespace distarray::trilinos
