// dap/dimension_map.hpp - where the global indices of one dimension are: on which process, and at which local
// index there. Any of the three kinds of map; equal to the DimensionMap of the TypeScript side.
#pragma once
#include <cstdint>
#include <dap/map/block.hpp>
#include <dap/map/cyclic.hpp>
#include <dap/map/unstructured.hpp>
#include <utility>
#include <variant>

namespace dap {

// A process holds its own entries and, in a padded block dimension, ghosts: copies of its neighbours'
// entries. Local indices count through both. Every function throws ERR_ARGUMENT for a rank that does not
// exist.
class DimensionMap {
 public:
  DimensionMap(BlockMap map) : _map(std::move(map)) {}
  DimensionMap(CyclicMap map) : _map(std::move(map)) {}
  DimensionMap(UnstructuredMap map) : _map(std::move(map)) {}

  // Global length, and number of processes along this dimension.
  int64_t size() const {
    return std::visit([](const auto& m) { return m.size(); }, _map);
  }
  int64_t grid_size() const {
    return std::visit([](const auto& m) { return m.grid_size(); }, _map);
  }
  // Entries a process owns; boundary padding counts, communication padding does not.
  int64_t own_count(int64_t rank) const {
    return std::visit([&](const auto& m) { return m.own_count(rank); }, _map);
  }
  // Local index of the first own entry; the own entries follow each other.
  int64_t own_offset(int64_t rank) const {
    return std::visit([&](const auto& m) { return m.own_offset(rank); }, _map);
  }
  // Entries a process holds: own entries and ghosts.
  int64_t local_count(int64_t rank) const {
    return std::visit([&](const auto& m) { return m.local_count(rank); }, _map);
  }
  // The process that owns a global index. Throws ERR_SELECTION when none does.
  int64_t owner_of(int64_t g) const {
    return std::visit([&](const auto& m) { return m.owner_of(g); }, _map);
  }
  // Does a process hold a global index, as its own or as a ghost?
  bool holds(int64_t rank, int64_t g) const {
    return std::visit([&](const auto& m) { return m.holds(rank, g); }, _map);
  }
  // Throws ERR_SELECTION when `rank` does not hold `g`.
  int64_t global_to_local(int64_t rank, int64_t g) const {
    return std::visit([&](const auto& m) { return m.global_to_local(rank, g); }, _map);
  }
  // Throws ERR_SELECTION when `i` is outside the section of `rank`.
  int64_t local_to_global(int64_t rank, int64_t i) const {
    return std::visit([&](const auto& m) { return m.local_to_global(rank, i); }, _map);
  }
  // The protocol's dictionary for a process; indices are borrowed from this map.
  dap_dim dim(int64_t rank) const {
    return std::visit([&](const auto& m) { return m.dim(rank); }, _map);
  }

 private:
  std::variant<BlockMap, CyclicMap, UnstructuredMap> _map;
};

}  // namespace dap
