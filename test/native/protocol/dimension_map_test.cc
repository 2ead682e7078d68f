#include <algorithm>
#include <dap/dimension_map.hpp>
#include <random>
#include <set>
#include <vector>

#include "../check.hpp"
#include "groups.hpp"

namespace test {
namespace {

using Random = std::mt19937;

int64_t below(Random& random, int64_t n) {
  return std::uniform_int_distribution<int64_t>(0, n - 1)(random);
}

// What each process holds and owns, by enumeration.
struct Truth {
  std::vector<std::vector<int64_t>> own, held;
  std::vector<int64_t> offset;
};

Truth of_owned(std::vector<std::vector<int64_t>> own) {
  return {own, own, std::vector<int64_t>(own.size(), 0)};
}

void compare(const dap::DimensionMap& map, const Truth& truth, const std::string& name) {
  const auto processes = static_cast<int64_t>(truth.own.size());
  bool same = map.grid_size() == processes;
  std::set<int64_t> everywhere;
  for (const auto& own : truth.own) everywhere.insert(own.begin(), own.end());
  for (int64_t rank = 0; rank < processes; ++rank) {
    const auto r = static_cast<size_t>(rank);
    const auto& held = truth.held[r];
    const dap_dim dim = map.dim(rank);
    same = same && map.own_count(rank) == static_cast<int64_t>(truth.own[r].size()) &&
           map.local_count(rank) == static_cast<int64_t>(held.size()) &&
           map.own_offset(rank) == truth.offset[r];
    // The dictionary alone says the same to its process.
    same = same && dap::own_count(dim) == map.own_count(rank) &&
           dap::local_count(dim) == map.local_count(rank) && dap::own_offset(dim) == map.own_offset(rank) &&
           dim.proc_grid_rank == rank && dim.proc_grid_size == processes && dim.size == map.size();
    for (size_t i = 0; i < held.size(); ++i) {
      const auto local = static_cast<int64_t>(i);
      same = same && map.local_to_global(rank, local) == held[i] &&
             map.global_to_local(rank, held[i]) == local && dap::local_to_global(dim, local) == held[i];
    }
    for (const int64_t g : everywhere) {
      const bool holds = std::count(held.begin(), held.end(), g) > 0;
      same = same && map.holds(rank, g) == holds && (dap::global_to_local(dim, g) >= 0) == holds;
    }
  }
  for (const int64_t g : everywhere) {
    int64_t owner = 0;
    while (std::count(truth.own[static_cast<size_t>(owner)].begin(),
                      truth.own[static_cast<size_t>(owner)].end(), g) == 0)
      ++owner;
    same = same && map.owner_of(g) == owner;
  }
  CHECK_MSG(same, name);
}

// Blocks between sorted random cuts, ghosts copied from both sides of each.
void random_blocks(Random& random) {
  const int64_t processes = 1 + below(random, 6), size = below(random, 30);
  std::vector<int64_t> bounds = {0, size};
  for (int64_t cut = 1; cut < processes; ++cut) bounds.push_back(below(random, size + 1));
  std::sort(bounds.begin(), bounds.end());
  Truth truth;
  for (size_t r = 0; r + 1 < bounds.size(); ++r) {
    truth.own.emplace_back();
    for (int64_t g = bounds[r]; g < bounds[r + 1]; ++g) truth.own.back().push_back(g);
  }
  truth.held = truth.own;
  truth.offset.assign(truth.own.size(), 0);
  dap::BlockOptions options;
  for (size_t cut = 0; cut + 1 < truth.own.size(); ++cut) {
    const auto &left = truth.own[cut], &right = truth.own[cut + 1];
    const size_t width = std::min({left.size(), right.size(), static_cast<size_t>(below(random, 4))});
    options.widths.push_back(static_cast<int64_t>(width));
    truth.held[cut].insert(truth.held[cut].end(), right.begin(), right.begin() + static_cast<int64_t>(width));
    truth.held[cut + 1].insert(truth.held[cut + 1].begin(), left.end() - static_cast<int64_t>(width),
                               left.end());
    truth.offset[cut + 1] = static_cast<int64_t>(width);
  }
  options.boundary_low = below(random, static_cast<int64_t>(truth.own[0].size()) + 1);
  options.periodic = below(random, 2) == 1;
  const dap::DimensionMap map = dap::BlockMap::at(bounds, options);
  compare(map, truth, "blocks");
  CHECK(map.dim(0).padding[0] == options.boundary_low && map.dim(0).periodic == options.periodic);
}

// One width for all cuts: as many blocks of ceil(size / processes) as there are, then empty processes.
void even_blocks(int64_t size, int64_t processes, int64_t width) {
  const int64_t length = (size + processes - 1) / processes;
  Truth truth;
  for (int64_t r = 0; r < processes; ++r) {
    truth.own.emplace_back();
    for (int64_t i = 0; i < length && r * length + i < size; ++i) truth.own.back().push_back(r * length + i);
  }
  truth.held = truth.own;
  truth.offset.assign(truth.own.size(), 0);
  int64_t least = size, occupied = 0;
  for (const auto& own : truth.own)
    if (!own.empty()) least = std::min(least, static_cast<int64_t>(own.size())), ++occupied;
  if (width > least && occupied > 1) {
    CHECK_ERROR("ERR_DISTRIBUTION", "no wider than what the neighbours own",
                dap::BlockMap::even(size, processes, {width}));
    return;
  }
  for (size_t cut = 0; cut + 1 < truth.own.size() && !truth.own[cut + 1].empty(); ++cut) {
    const auto &left = truth.own[cut], &right = truth.own[cut + 1];
    truth.held[cut].insert(truth.held[cut].end(), right.begin(), right.begin() + width);
    truth.held[cut + 1].insert(truth.held[cut + 1].begin(), left.end() - width, left.end());
    truth.offset[cut + 1] = width;
  }
  compare(
      dap::BlockMap::even(size, processes, {width}), truth,
      "even " + std::to_string(size) + "/" + std::to_string(processes) + " padded " + std::to_string(width));
}

void random_lists(Random& random, bool shared) {
  const int64_t processes = 1 + below(random, 5);
  std::vector<std::vector<int64_t>> lists(static_cast<size_t>(processes));
  int64_t entries = 0;
  for (int64_t k = below(random, 25); k > 0; --k) {
    const int64_t index = 1000003 * k * (k % 2 ? 1 : -1);
    const int64_t first = below(random, processes);
    for (int64_t rank = 0; rank < processes; ++rank)
      if (rank == first || (shared && below(random, 3) == 0)) {
        lists[static_cast<size_t>(rank)].push_back(index);
        ++entries;
      }
  }
  for (auto& list : lists) std::shuffle(list.begin(), list.end(), random);
  compare(dap::UnstructuredMap(entries, lists), of_owned(lists), "lists");
}

void far_away() {
  const int64_t size = (int64_t{1} << 62) + 1;
  const auto even = dap::BlockMap::even(size, 1000);
  CHECK(even.owner_of(size - 1) == 999 && even.local_to_global(999, even.own_count(999) - 1) == size - 1);
  const auto many = dap::BlockMap::even(3, int64_t{1} << 62);
  CHECK(many.own_count(2) == 1 && many.own_count((int64_t{1} << 62) - 1) == 0 && many.owner_of(2) == 2);
  // Padded, over more processes than anybody could count through.
  const int64_t crowd = int64_t{1} << 33;
  const auto padded = dap::BlockMap::even(10, crowd, {1});
  CHECK(padded.local_count(0) == 2 && padded.local_count(5) == 3 && padded.local_count(9) == 2);
  CHECK(padded.local_count(10) == 0 && padded.local_count(crowd - 1) == 0);
  CHECK_ERROR("ERR_DISTRIBUTION", "received 2 beside process 0, which owns 1",
              dap::BlockMap::even(10, crowd, {2}));
  CHECK(dap::BlockMap::even(0, crowd, {5}).local_count(3) == 0);
  const auto thin_end = dap::BlockMap::even((crowd - 1) * 3 + 1, crowd, {1});
  CHECK(thin_end.own_count(crowd - 1) == 1 && thin_end.local_count(crowd - 1) == 2);
  CHECK_ERROR("ERR_DISTRIBUTION", "received 2 beside process " + std::to_string(crowd - 1) + ", which owns 1",
              dap::BlockMap::even((crowd - 1) * 3 + 1, crowd, {2}));
  const dap::CyclicMap dealt(size, 1000, 3);
  const int64_t owner = dealt.owner_of(size - 1);
  CHECK(dealt.local_to_global(owner, dealt.own_count(owner) - 1) == size - 1);
}

void refused() {
  CHECK_ERROR("ERR_DISTRIBUTION", "for size but received -1", dap::BlockMap::even(-1, 1));
  CHECK_ERROR("ERR_DISTRIBUTION", "for grid_size but received 0", dap::CyclicMap(1, 0));
  CHECK_ERROR("ERR_DISTRIBUTION", "for block_size", dap::CyclicMap(1, 1, 0));
  CHECK_ERROR("ERR_UNSUPPORTED", "64-bit", dap::CyclicMap(1, int64_t{1} << 40, int64_t{1} << 40));
  CHECK_ERROR("ERR_DISTRIBUTION",
              "ascend from 0 to the size, one more than processes, for bounds but received [0, 3, 2]",
              dap::BlockMap::at({0, 3, 2}));
  CHECK_ERROR("ERR_DISTRIBUTION", "length 9", dap::BlockMap::at({1, 2, 3, 4, 5, 6, 7, 8, 9}));
  CHECK_ERROR("ERR_DISTRIBUTION", "ascend from 0", dap::BlockMap::at({0}));
  CHECK_ERROR("ERR_DISTRIBUTION", "for communication", dap::BlockMap::even(4, 2, {-1}));
  CHECK_ERROR("ERR_DISTRIBUTION", "boundary padding", dap::BlockMap::even(4, 2, {0, 3, 0}));
  CHECK_ERROR("ERR_DISTRIBUTION", "boundary padding", dap::BlockMap::even(4, 1, {0, 3, 2}));
  CHECK_ERROR("ERR_DISTRIBUTION", "3 widths", dap::BlockMap::even(8, 4, {0, 0, 0, false, {1, 1}}));
  CHECK_ERROR("ERR_DISTRIBUTION", "beside process 1, which owns 0",
              dap::BlockMap::at({0, 2, 2, 4}, {0, 0, 0, false, {1, 0}}));
  CHECK_ERROR("ERR_DISTRIBUTION", "no empty process between others", dap::BlockMap::at({0, 2, 2, 4}, {1}));
  CHECK_ERROR("ERR_DISTRIBUTION", "on process 1 but received 4 twice",
              dap::UnstructuredMap(3, {{4}, {4, 4}}));
  CHECK_ERROR("ERR_DISTRIBUTION", "entries in all lists, 3, but received 5",
              dap::UnstructuredMap(5, {{4}, {4, 6}}));
  CHECK_ERROR("ERR_DISTRIBUTION", "entries in all lists, 3, but received 2",
              dap::UnstructuredMap(2, {{4}, {4, 6}}));
  CHECK_ERROR("ERR_DISTRIBUTION", "number of lists", dap::UnstructuredMap(0, {}));

  const dap::DimensionMap block = dap::BlockMap::even(4, 2), cyclic = dap::CyclicMap(4, 2),
                          listed = dap::UnstructuredMap(2, {{7}, {9}});
  for (const auto* map : {&block, &cyclic, &listed}) {
    CHECK_ERROR("ERR_ARGUMENT", "from 0 to 1 for rank but received 2", map->own_count(2));
    CHECK_ERROR("ERR_ARGUMENT", "for rank", map->own_offset(-1));
    CHECK_ERROR("ERR_ARGUMENT", "for rank", map->local_count(2));
    CHECK_ERROR("ERR_ARGUMENT", "for rank", map->holds(2, 0));
    CHECK_ERROR("ERR_ARGUMENT", "for rank", map->dim(2));
    CHECK_ERROR("ERR_SELECTION", "global index", map->owner_of(100));
    CHECK_ERROR("ERR_SELECTION", "process 0 holds", map->global_to_local(0, 3));
    CHECK_ERROR("ERR_SELECTION", "local index", map->local_to_global(0, 2));
    CHECK_ERROR("ERR_SELECTION", "local index", map->local_to_global(0, -1));
  }
}

}  // namespace

void dimension_maps() {
  Random random(20240229);
  for (int trial = 0; trial < 500; ++trial) {
    random_blocks(random);
    random_lists(random, trial % 2 == 0);
  }
  for (int64_t size = 0; size < 16; ++size)
    for (int64_t processes = 1; processes < 7; ++processes) {
      for (int64_t width = 0; width < 3; ++width) even_blocks(size, processes, width);
      std::vector<std::vector<int64_t>> dealt(static_cast<size_t>(processes));
      for (int64_t g = 0; g < size; ++g) dealt[static_cast<size_t>(g % processes)].push_back(g);
      compare(dap::CyclicMap(size, processes), of_owned(dealt), "cyclic");
    }
  far_away();
  refused();
}

}  // namespace test
