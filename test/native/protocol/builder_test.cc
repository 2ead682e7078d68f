#include <dap/builder.hpp>
#include <dap/grid.hpp>
#include <memory>
#include <numeric>
#include <vector>

#include "../check.hpp"
#include "groups.hpp"

namespace test {
namespace {

// The five lines of the header's comment, on every process of a 2 x 3 grid.
void ghosted_blocks() {
  const std::vector<int64_t> grid = {2, 3};
  for (int64_t rank = 0; rank < 6; ++rank) {
    const auto at = dap::grid_coords(rank, grid);
    CHECK(dap::grid_rank(at, grid) == rank);
    auto memory = std::make_shared<std::vector<double>>(100);
    const std::weak_ptr<std::vector<double>> watch = memory;
    dap::Array u = dap::Builder(memory->data())
                       .block(10, grid[0], at[0], {1})
                       .block(7, grid[1], at[1], {1})
                       .keep(memory)
                       .build();
    const int64_t columns = at[1] == 0 ? 3 + 1 : at[1] == 1 ? 3 + 2 : 1 + 1;
    CHECK(u->data == memory->data() && u.extent(0) == 6 && u.extent(1) == columns);
    CHECK(u->strides[0] == 8 * columns && u->strides[1] == 8);
    CHECK(u.dim(0).start == at[0] * 4 && u.dim(0).stop == at[0] * 4 + 6);
    CHECK(u.own_view<double, 2>().extents() == (std::array<int64_t, 2>{5, at[1] == 2 ? 1 : 3}));
    CHECK(u->extension == nullptr && u->flags == 0 && dap::validate(u.get()).empty());
    memory.reset();
    CHECK(!watch.expired());
    u.release();
    CHECK(watch.expired());
  }
}

void other_kinds() {
  const float memory[12] = {};
  const dap::Array c = dap::Builder(memory).cyclic(10, 3, 0, 2).whole(3).build();
  CHECK(c.extent(0) == 4 && c.extent(1) == 3 && (c->flags & DAP_FLAG_READ_ONLY) && c.dim(0).block_size == 2);
  CHECK((c.view<const float, 2>().span().data() == memory));

  int16_t values[3] = {};
  dap::Array u = dap::Builder(values).unstructured(9, 2, 1, std::vector<int32_t>{5, -1, 8}, true).build();
  CHECK(u.extent(0) == 3 && u.dim(0).index_bits == 32 && u.dim(0).one_to_one == 1);
  CHECK(dap::index_at(u.dim(0), 1) == -1);
  const std::vector<int64_t> indices = {7, 3};
  const dap::Array borrowed =
      dap::Builder(values).unstructured(2, 1, 0, indices.data(), 2, false).copied().build();
  CHECK(borrowed.dim(0).indices == indices.data() && borrowed.dim(0).index_bits == 64);
  CHECK(borrowed->flags == DAP_FLAG_COPIED);

  const dap::Array irregular =
      dap::Builder(values).dimension(dap::BlockMap::at({0, 3, 3, 5}).dim(0)).strides({4}).build();
  CHECK(irregular.extent(0) == 3 && irregular->strides[0] == 4);
  const dap::Array scalar = dap::Builder(values).build();
  CHECK(scalar.ndim() == 0 && (scalar.view<int16_t, 0>()()) == 0);
  const dap::Array nothing = dap::Builder(static_cast<double*>(nullptr)).block(2, 4, 3).build();
  CHECK(nothing.extent(0) == 0 && nothing->byte_order == DAP_ORDER_NATIVE);
  const dap::Array bytes = dap::Builder(static_cast<uint8_t*>(nullptr)).whole(0).build();
  CHECK(bytes->byte_order == DAP_ORDER_NOT_APPLICABLE);
}

void extended() {
  double value = 1;
  dap::Array copies = dap::Builder(&value)
                          .whole(1)
                          .replicated(3, 2)
                          .replicated(2, 0)
                          .partial(DAP_PARTIAL_SUM)
                          .comm(42)
                          .build();
  const dap_extension* extension = copies->extension;
  CHECK(extension && extension->n_replicated == 2 && extension->partial == DAP_PARTIAL_SUM);
  CHECK(extension->replicated[0].proc_grid_size == 3 && extension->replicated[0].proc_grid_rank == 2);
  CHECK(extension->has_comm == 1 && extension->comm == 42);
}

void refused() {
  double value = 1;
  CHECK_ERROR("ERR_ARGUMENT", "from 0 to 1 for rank", dap::Builder(&value).block(4, 2, 2));
  CHECK_ERROR("ERR_DISTRIBUTION", "no wider than", dap::Builder(&value).block(4, 4, 2, {2}));
  CHECK_ERROR("ERR_SHAPE", "a stride for each", dap::Builder(&value).whole(1).strides({8, 8}).build());
  CHECK_ERROR("ERR_PROTOCOL", "DAP-S1", dap::Builder(static_cast<int*>(nullptr)).whole(2).build());
  CHECK_ERROR("ERR_PROTOCOL", "DAP-U3",
              dap::Builder(&value).unstructured(2, 1, 0, std::vector<int64_t>{4, 4}, true).build());
  CHECK_ERROR("ERR_PROTOCOL", "DAP-X9", dap::Builder(&value).whole(1).partial(DAP_PARTIAL_MAX).build());
  dap_dim wrong = dap::BlockMap::even(4, 2).dim(1);
  wrong.stop = 9;
  try {
    dap::Builder(&value).dimension(wrong).build();
    CHECK(false);
  } catch (const dap::Error& error) {
    CHECK(error.strings().size() == 1 && error.strings()[0].first == "rule" &&
          error.strings()[0].second == "DAP-B2");
  }
  // What was kept is let go also when building fails.
  const auto kept = std::make_shared<int>(1);
  CHECK_ERROR("ERR_PROTOCOL", "DAP-B2", dap::Builder(&value).dimension(wrong).keep(kept).build());
  CHECK(kept.use_count() == 1);
  dap::Builder spent(&value);
  spent.build();
  CHECK_ERROR("ERR_USE_AFTER_FREE", "spent", spent.build());
  CHECK_ERROR("ERR_USE_AFTER_FREE", "spent", spent.whole(2));
  CHECK_ERROR("ERR_USE_AFTER_FREE", "spent", spent.keep(1));
}

}  // namespace

void building() {
  ghosted_blocks();
  other_kinds();
  extended();
  refused();
}

}  // namespace test
