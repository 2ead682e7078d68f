// dap/trilinos/map_cache.hpp - the Tpetra maps of one communicator, made once and found again.
//
// Making a map is collective and takes tens of microseconds; finding it takes one small allreduce, the same
// one that settles whether every rank's arguments are in order.
#pragma once
#include <Tpetra_Map.hpp>
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/trilinos/guard.hpp>
#include <dap/trilinos/types.hpp>
#include <exception>
#include <map>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

class Epetra_Map;

namespace dap::trilinos {

// A contiguous map in library numbering: rank r's entries follow those of rank r - 1.
struct CachedMap {
  std::vector<int64_t> counts;  // [ranks] entries of each rank
  int64_t offset = 0;           // library index of this rank's first entry
  RCP<const TpetraMap> map;
  std::shared_ptr<const Epetra_Map> epetra;  // made when first asked for
};

class MapCache {
 public:
  MapCache() = default;
  MapCache(MPI_Comm comm, RCP<const Teuchos::Comm<int>> teuchos)
      : _comm(comm), _teuchos(std::move(teuchos)) {}

  // The map with n_local entries on this rank and n_global in all. When `problem` is set on any rank, every
  // rank throws it (see agree). Valid until the next call. Collective.
  CachedMap& get(int64_t n_local, int64_t n_global, const std::exception_ptr& problem) {
    const auto found = problem ? _latest.end() : _latest.find({n_local, n_global});
    const int64_t id = found == _latest.end() ? -1 : found->second;
    int64_t settled[3] = {id, -id, problem != nullptr};
    DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, settled, 3, MPI_INT64_T, MPI_MAX, _comm);
    if (settled[2])
      agree(_comm, [&] {
        if (problem) std::rethrow_exception(problem);
      });
    // All ranks found one and the same map, or none uses what it found.
    if (settled[0] == -settled[1] && id >= 0) return _maps.at(id);
    return find_or_make(n_local, n_global);
  }

 private:
  // Eviction must happen on all ranks alike: by age, which they agree on.
  static constexpr size_t capacity = 64;

  CachedMap& find_or_make(int64_t n_local, int64_t n_global) {
    const auto counts = gather_counts(n_local, n_global);
    for (auto& [id, entry] : _maps)
      if (entry.counts == counts) {
        _latest[{n_local, n_global}] = id;
        return entry;
      }
    auto map = together(_comm, [&] {
      return Teuchos::rcp<const TpetraMap>(
          new TpetraMap(n_global, static_cast<size_t>(n_local), GlobalOrdinal{0}, _teuchos));
    });
    if (_maps.size() == capacity) forget_oldest();
    const int64_t id = _next++;
    _latest[{n_local, n_global}] = id;
    const int64_t offset = std::accumulate(counts.begin(), counts.begin() + comm_rank(_comm), int64_t{0});
    return _maps[id] = CachedMap{counts, offset, map, nullptr};
  }

  std::vector<int64_t> gather_counts(int64_t n_local, int64_t n_global) const {
    const int64_t own[2] = {n_local, n_global};
    std::vector<int64_t> pairs(2 * static_cast<size_t>(comm_size(_comm)));
    DAP_MPI_CHECK(MPI_Allgather, own, 2, MPI_INT64_T, pairs.data(), 2, MPI_INT64_T, _comm);
    std::vector<int64_t> counts;
    int64_t sum = 0;
    for (size_t at = 0; at < pairs.size(); at += 2) {
      if (pairs[at + 1] != pairs[1])
        throw Error("ERR_DISTRIBUTION", "Expected one global size on all ranks but rank 0 has " +
                                            std::to_string(pairs[1]) + " entries and rank " +
                                            std::to_string(at / 2) + " has " + std::to_string(pairs[at + 1]));
      counts.push_back(pairs[at]);
      sum += pairs[at];
    }
    if (sum != pairs[1])
      throw Error("ERR_DISTRIBUTION", "Expected the ranks' sections to have " + std::to_string(pairs[1]) +
                                          " entries together but they have " + std::to_string(sum) +
                                          ". Does the array live on the communicator given?");
    return counts;
  }

  void forget_oldest() {
    const auto oldest = _maps.begin();
    for (auto at = _latest.begin(); at != _latest.end();)
      at = at->second == oldest->first ? _latest.erase(at) : std::next(at);
    _maps.erase(oldest);
  }

  MPI_Comm _comm = MPI_COMM_NULL;
  RCP<const Teuchos::Comm<int>> _teuchos;
  std::map<int64_t, CachedMap> _maps;                      // by id, which is the order of making
  std::map<std::pair<int64_t, int64_t>, int64_t> _latest;  // (n_local, n_global) to id
  int64_t _next = 0;
};

}  // namespace dap::trilinos
