#include <dap/dimension.hpp>
#include <vector>

#include "../check.hpp"
#include "groups.hpp"

namespace test {
namespace {

// Deal blocks like cards, and compare: local indices, both ways, and counts.
void cyclic(int64_t size, int64_t grid, int64_t block) {
  std::vector<std::vector<int64_t>> dealt(static_cast<size_t>(grid));
  for (int64_t g = 0, turn = 0, left = block; g < size; ++g) {
    dealt[static_cast<size_t>(turn)].push_back(g);
    if (--left > 0) continue;
    left = block;
    turn = turn + 1 == grid ? 0 : turn + 1;
  }
  for (int64_t rank = 0; rank < grid; ++rank) {
    dap_dim dim{};
    dim.dist_type = 'c';
    dim.size = size;
    dim.proc_grid_size = grid;
    dim.proc_grid_rank = rank;
    dim.start = rank * block;
    dim.block_size = block;
    const auto& mine = dealt[static_cast<size_t>(rank)];
    bool same = dap::local_count(dim) == static_cast<int64_t>(mine.size()) &&
                dap::own_count(dim) == dap::local_count(dim) && dap::own_offset(dim) == 0;
    std::vector<int64_t> local(static_cast<size_t>(size), -1);
    for (size_t i = 0; i < mine.size(); ++i) {
      local[static_cast<size_t>(mine[i])] = static_cast<int64_t>(i);
      same = same && dap::local_to_global(dim, static_cast<int64_t>(i)) == mine[i];
    }
    for (int64_t g = 0; g < size; ++g)
      same = same && dap::global_to_local(dim, g) == local[static_cast<size_t>(g)];
    CHECK_MSG(same, "size " + std::to_string(size) + ", " + std::to_string(grid) + " processes, block " +
                        std::to_string(block) + ", rank " + std::to_string(rank));
    CHECK(dap::global_to_local(dim, -1) == -1 && dap::global_to_local(dim, size) == -1);
  }
}

void block() {
  dap_dim dim{};
  dim.dist_type = 'b';
  dim.size = 20;
  dim.proc_grid_size = 3;
  dim.start = 5;
  dim.stop = 14;
  dim.padding[0] = 2;
  dim.padding[1] = 3;
  const struct { int64_t rank, offset, own; } cases[] = {{0, 0, 6}, {1, 2, 4}, {2, 2, 7}};
  for (const auto& expected : cases) {
    dim.proc_grid_rank = expected.rank;
    CHECK(dap::own_offset(dim) == expected.offset && dap::own_count(dim) == expected.own);
  }
  CHECK(dap::local_count(dim) == 9 && dap::local_to_global(dim, 8) == 13);
  CHECK(dap::global_to_local(dim, 13) == 8 && dap::global_to_local(dim, 14) == -1 &&
        dap::global_to_local(dim, 4) == -1);
}

void listed() {
  const int32_t narrow[] = {7, -2, 900};
  const int64_t wide[] = {7, -2, int64_t{1} << 50};
  for (const int bits : {32, 64}) {
    dap_dim dim{};
    dim.dist_type = 'u';
    dim.proc_grid_size = 2;
    dim.index_bits = static_cast<uint8_t>(bits);
    dim.n_indices = 3;
    dim.indices = bits == 32 ? static_cast<const void*>(narrow) : wide;
    CHECK(dap::own_count(dim) == 3 && dap::own_offset(dim) == 0 && dap::local_count(dim) == 3);
    CHECK(dap::local_to_global(dim, 1) == -2);
    CHECK(dap::local_to_global(dim, 2) == (bits == 32 ? 900 : int64_t{1} << 50));
    CHECK(dap::global_to_local(dim, -2) == 1 && dap::global_to_local(dim, 5) == -1);
  }
}

}  // namespace

void dimensions() {
  // All the small ones; the reference implementation is wrong on a third of them (protocol/SPEC.md).
  for (int64_t size = 0; size < 25; ++size)
    for (int64_t grid = 1; grid < 8; ++grid)
      for (int64_t blocks = 1; blocks < 8; ++blocks) cyclic(size, grid, blocks);
  block();
  listed();
}

}  // namespace test
