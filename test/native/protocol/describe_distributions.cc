// The C++ maps' side of test/agreement: reads distributions, prints what the maps say about each.
//
// Input, integers and letters apart by white space: the number of dimensions, then for each dimension
//   b <processes> <n> <bounds ...> <cuts> <widths ...> <boundary low> <boundary high> <periodic>
//       n is 1 for the even split, whose one bound is the size
//   c <size> <processes> <block size>
//   u <size>, then for each of <processes>: <count> <indices ...>
// Output: a line per distribution; test/agreement/text.ts writes the same.
#include <cstdint>
#include <cstdio>
#include <dap/dimension_map.hpp>
#include <dap/grid.hpp>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

int64_t read() {
  int64_t value = 0;
  std::cin >> value;
  return value;
}

std::vector<int64_t> read_list() {
  std::vector<int64_t> list(static_cast<size_t>(read()));
  for (int64_t& value : list) value = read();
  return list;
}

dap::DimensionMap read_block() {
  const int64_t processes = read();
  std::vector<int64_t> bounds = read_list();
  dap::BlockOptions options;
  options.widths = read_list();
  options.boundary_low = read();
  options.boundary_high = read();
  options.periodic = read() != 0;
  if (bounds.size() == 1) return dap::BlockMap::even(bounds[0], processes, std::move(options));
  return dap::BlockMap::at(std::move(bounds), std::move(options));
}

dap::DimensionMap read_map() {
  char letter = 0;
  std::cin >> letter;
  if (letter == 'b') return read_block();
  const int64_t size = read(), processes = read();
  if (letter == 'c') return dap::CyclicMap(size, processes, read());
  std::vector<std::vector<int64_t>> lists(static_cast<size_t>(processes));
  for (auto& list : lists) list = read_list();
  return dap::UnstructuredMap(size, std::move(lists));
}

std::string list(const std::vector<int64_t>& values) {
  std::string text = "[";
  for (const int64_t value : values) text += (text.size() > 1 ? "," : "") + std::to_string(value);
  return text + "]";
}

// own offset, own entries, held entries
std::string section(const dap::DimensionMap& map, int64_t rank) {
  std::vector<int64_t> own, held;
  for (int64_t i = 0; i < map.local_count(rank); ++i) held.push_back(map.local_to_global(rank, i));
  for (int64_t i = 0; i < map.own_count(rank); ++i)
    own.push_back(map.local_to_global(rank, map.own_offset(rank) + i));
  return std::to_string(map.own_offset(rank)) + list(own) + list(held);
}

// The same from the process's own dictionary.
std::string section(const dap_dim& dim) {
  std::vector<int64_t> own, held;
  for (int64_t i = 0; i < dap::local_count(dim); ++i) held.push_back(dap::local_to_global(dim, i));
  for (int64_t i = 0; i < dap::own_count(dim); ++i)
    own.push_back(dap::local_to_global(dim, dap::own_offset(dim) + i));
  return std::to_string(dap::own_offset(dim)) + list(own) + list(held);
}

// For each global index: its owner, and the local index on each process that holds it.
std::string places(const dap::DimensionMap& map) {
  std::set<int64_t> all;
  for (int64_t rank = 0; rank < map.grid_size(); ++rank)
    for (int64_t i = 0; i < map.local_count(rank); ++i) all.insert(map.local_to_global(rank, i));
  std::string text;
  for (const int64_t g : all) {
    text += std::to_string(g) + "@" + std::to_string(map.owner_of(g));
    for (int64_t rank = 0; rank < map.grid_size(); ++rank) {
      const bool holds = map.holds(rank, g);
      const int64_t local = holds ? map.global_to_local(rank, g) : -1;
      if (dap::global_to_local(map.dim(rank), g) != local) text += "!";
      if (holds) text += "," + std::to_string(rank) + ":" + std::to_string(local);
    }
    text += ";";
  }
  return text;
}

std::string dictionary(const dap_dim& dim) {
  std::string text(1, dim.dist_type);
  for (const int64_t value : {dim.size, dim.proc_grid_size, dim.proc_grid_rank, dim.start, dim.stop,
                              dim.padding[0], dim.padding[1], dim.block_size})
    text += " " + std::to_string(value);
  return text + (dim.periodic ? " periodic" : "") + (dim.one_to_one ? " one_to_one" : "");
}

std::string describe(const std::vector<dap::DimensionMap>& maps) {
  std::vector<int64_t> grid;
  int64_t ranks = 1;
  for (const auto& map : maps) ranks *= grid.emplace_back(map.grid_size());
  std::string text;
  for (int64_t rank = 0; rank < ranks; ++rank) {
    const auto coords = dap::grid_coords(rank, grid);
    text += std::to_string(rank) + list(coords);
    for (size_t d = 0; d < maps.size(); ++d) {
      const std::string said = section(maps[d], coords[d]);
      text += (said == section(maps[d].dim(coords[d])) ? "" : "!") + said;
    }
    text += "|";
  }
  for (const auto& map : maps) text += places(map) + "|";
  text += "\t";
  for (const auto& map : maps)
    for (int64_t rank = 0; rank < map.grid_size(); ++rank) text += dictionary(map.dim(rank)) + "|";
  return text;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (int64_t ndim = 0; std::cin >> ndim;) {
    std::vector<dap::DimensionMap> maps;
    for (int64_t d = 0; d < ndim; ++d) maps.push_back(read_map());
    std::cout << describe(maps) << '\n';
  }
  return 0;
}
