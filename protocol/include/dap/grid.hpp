// dap/grid.hpp - the process grid: ranks count through it in row-major order, the last dimension fastest.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dap {

// Coordinates of a rank, 0 <= rank < product of `grid`.
inline std::vector<int64_t> grid_coords(int64_t rank, const std::vector<int64_t>& grid) {
  std::vector<int64_t> coords(grid.size());
  for (size_t d = grid.size(); d-- > 0;) {
    coords[d] = rank % grid[d];
    rank /= grid[d];
  }
  return coords;
}

// The rank at the given coordinates, each below its extent.
inline int64_t grid_rank(const std::vector<int64_t>& coords, const std::vector<int64_t>& grid) {
  int64_t rank = 0;
  for (size_t d = 0; d < grid.size(); ++d) rank = rank * grid[d] + coords[d];
  return rank;
}

}  // namespace dap
