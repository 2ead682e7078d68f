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
#include <tuple>
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

  // The map with n_local entries on this rank and n_global in all, for an array that `check` has nothing
  // against: that runs on every rank, and throws on every rank or on none, unless it passed before for the
  // array with this `numbering` on each rank (see numbering_fingerprint). When `problem` is set on any rank,
  // every rank throws it (see agree). Valid until the next call. Collective.
  template <class Check>
  CachedMap& get(int64_t n_local, int64_t n_global, uint64_t numbering, const std::exception_ptr& problem,
                 Check check) {
    const Key key{n_local, n_global, numbering};
    const auto found = problem ? _passed.end() : _passed.find(key);
    const int64_t id = found == _passed.end() ? -1 : found->second.id;
    int64_t settled[3] = {id, -id, problem != nullptr};
    DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, settled, 3, MPI_INT64_T, MPI_MAX, _comm);
    if (settled[2])
      agree(_comm, [&] {
        if (problem) std::rethrow_exception(problem);
      });
    // All ranks found one and the same array, or none uses what it found.
    if (settled[0] == -settled[1] && id >= 0) return _maps.at(found->second.map);
    check();
    const int64_t map = find_or_make(n_local, n_global);
    if (_passed.size() >= 16 * capacity) _passed.clear();  // the other ranks will not miss it
    _passed[key] = {_next_id++, map};
    return _maps.at(map);
  }

 private:
  using Key = std::tuple<int64_t, int64_t, uint64_t>;  // n_local, n_global, numbering
  struct Passed {
    int64_t id;   // of the array, the same on all ranks
    int64_t map;  // in _maps
  };

  // Eviction must happen on all ranks alike: by age, which they agree on.
  static constexpr size_t capacity = 64;

  int64_t find_or_make(int64_t n_local, int64_t n_global) {
    const auto counts = gather_counts(n_local);
    for (const auto& [id, entry] : _maps)
      if (entry.counts == counts) return id;
    auto map = together(_comm, [&] {
      return Teuchos::rcp<const TpetraMap>(
          new TpetraMap(n_global, static_cast<size_t>(n_local), GlobalOrdinal{0}, _teuchos));
    });
    if (_maps.size() == capacity) forget_oldest();
    const int64_t offset = std::accumulate(counts.begin(), counts.begin() + comm_rank(_comm), int64_t{0});
    _maps[_next_map] = CachedMap{counts, offset, map, nullptr};
    return _next_map++;
  }

  std::vector<int64_t> gather_counts(int64_t n_local) const {
    std::vector<int64_t> counts(static_cast<size_t>(comm_size(_comm)));
    DAP_MPI_CHECK(MPI_Allgather, &n_local, 1, MPI_INT64_T, counts.data(), 1, MPI_INT64_T, _comm);
    return counts;
  }

  void forget_oldest() {
    const auto oldest = _maps.begin();
    for (auto at = _passed.begin(); at != _passed.end();)
      at = at->second.map == oldest->first ? _passed.erase(at) : std::next(at);
    _maps.erase(oldest);
  }

  MPI_Comm _comm = MPI_COMM_NULL;
  RCP<const Teuchos::Comm<int>> _teuchos;
  std::map<int64_t, CachedMap> _maps;  // by number, which is the order of making
  std::map<Key, Passed> _passed;
  int64_t _next_map = 0, _next_id = 0;
};

}  // namespace dap::trilinos
