// dap/directory.hpp - who owns which index of an unstructured dimension.
//
// No rank holds the whole map: indices 0 .. size - 1 are cut into one range per rank, and each rank keeps the
// places of the indices in its range. Memory is O(size / ranks).
#pragma once
#include <algorithm>
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/dim_map.hpp>
#include <dap/exchange.hpp>
#include <string>
#include <vector>

namespace dap {

class Directory {
 public:
  // Register the indices of dimension `number` of this rank. Of the ranks that share a grid coordinate
  // exactly one sets `registers`. Collective over `comm`.
  Directory(MPI_Comm comm, const dap_dim& dim, int32_t number, bool registers)
      : _comm(comm), _ranks(comm_size(comm)), _chunk(std::max<int64_t>(1, (dim.size + _ranks - 1) / _ranks)) {
    const std::string name = "dimension " + std::to_string(number);
    agree(comm, [&] {
      for (int64_t i = 0; i < dim.n_indices; ++i) {
        const int64_t g = index_at(dim, i);
        if (g < 0 || g >= dim.size)
          throw Error("ERR_UNSUPPORTED",
                      "Expected the indices of unstructured " + name + " in [0, " + std::to_string(dim.size) +
                          ") but received " + std::to_string(g) +
                          "; a library's numbering has no place for it. Renumber the indices")
              .with("feature", std::string("unstructured indices outside 0 .. size - 1"));
      }
    });
    const size_t n = registers ? static_cast<size_t>(dim.n_indices) : 0;
    const Routing routing =
        route(_ranks, n, [&](size_t i) { return keeper(index_at(dim, static_cast<int64_t>(i))); });
    std::vector<Entry> entries(n);
    for (size_t i = 0; i < n; ++i) {
      const auto local = static_cast<int64_t>(i);
      entries[static_cast<size_t>(routing.slots[i])] = {index_at(dim, local), {dim.proc_grid_rank, local}};
    }
    const auto received = exchange(comm, entries, routing.counts);
    const int64_t first = comm_rank(comm) * _chunk;
    agree(comm, [&] {
      _places.assign(static_cast<size_t>(std::clamp<int64_t>(dim.size - first, 0, _chunk)), {-1, -1});
      for (const Entry& entry : received.items) {
        Place& place = _places[static_cast<size_t>(entry.index - first)];
        if (place.coordinate >= 0)
          throw Error("ERR_DISTRIBUTION", "Index " + std::to_string(entry.index) + " of " + name +
                                              " is owned twice, at grid places " +
                                              std::to_string(place.coordinate) + " and " +
                                              std::to_string(entry.place.coordinate) +
                                              "; a library's vector needs one owner per entry");
        place = entry.place;
      }
    });
  }

  // The places of `indices`, each in 0 .. size - 1. Collective over the communicator.
  std::vector<Place> lookup(const std::vector<int64_t>& indices) const {
    // Triplets come row by row, so that the same index often follows itself: ask once per run.
    std::vector<int64_t> asked;
    for (const int64_t g : indices)
      if (asked.empty() || asked.back() != g) asked.push_back(g);
    const Routing routing = route(_ranks, asked.size(), [&](size_t e) { return keeper(asked[e]); });
    std::vector<int64_t> questions(asked.size());
    for (size_t e = 0; e < asked.size(); ++e) questions[static_cast<size_t>(routing.slots[e])] = asked[e];
    const auto received = exchange(_comm, questions, routing.counts);
    const int64_t first = comm_rank(_comm) * _chunk;
    std::vector<Place> answers(received.items.size());
    for (size_t e = 0; e < answers.size(); ++e)
      answers[e] = _places[static_cast<size_t>(received.items[e] - first)];
    const auto replies = exchange(_comm, answers, received.counts);
    std::vector<Place> places(indices.size());
    size_t run = 0;
    for (size_t e = 0; e < indices.size(); ++e) {
      if (e > 0 && indices[e] != indices[e - 1]) ++run;
      places[e] = replies.items[static_cast<size_t>(routing.slots[run])];
    }
    return places;
  }

 private:
  struct Entry {
    int64_t index;
    Place place;
  };

  int keeper(int64_t g) const { return static_cast<int>(g / _chunk); }

  MPI_Comm _comm;
  int _ranks;
  int64_t _chunk;
  std::vector<Place> _places;  // of indices rank * _chunk ..
};

}  // namespace dap
