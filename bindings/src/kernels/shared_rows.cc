#include "kernels/shared_rows.h"

#include "kernels/buffers.h"

namespace distarray::kernels {
namespace {

// Of all rows together, in the second-level cache beside what else a tile needs.
constexpr std::int64_t most_bytes = 128 * 1024;

thread_local Buffers buffers;

}  // namespace

SharedRows::SharedRows(const Program& program, const std::vector<bool>& is_loaded, std::int64_t tile)
    : _rows(program.inputs.size()) {
  const std::size_t outer = program.shape.size() - 1;
  std::vector<std::int64_t> starts(program.inputs.size(), absent);
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i < program.inputs.size(); ++i) {
    if (!is_loaded[i]) continue;
    const Operand& input = program.inputs[i];
    Rows& rows = _rows[i];
    rows.steps.assign(outer, 0);
    std::int64_t count = 1, all = 1;
    for (std::size_t d = outer; d-- > 0;) {
      all *= program.shape[d];
      if (input.strides[d] == 0) continue;
      rows.steps[d] = count;
      count *= program.shape[d];
    }
    // Apart, so that the same element of all rows is not in the same set of a cache.
    rows.bytes = round_up(input.item * tile, buffer_alignment) + buffer_alignment;
    if (count == all || count > (most_bytes - bytes) / rows.bytes) continue;
    rows.columns.assign(static_cast<std::size_t>(count), absent);
    starts[i] = bytes;
    bytes += count * rows.bytes;
  }
  if (bytes == 0) return;
  std::byte* memory = buffers.of_size(bytes);
  for (std::size_t i = 0; i < _rows.size(); ++i)
    if (starts[i] != absent) _rows[i].memory = memory + starts[i];
}

}  // namespace distarray::kernels
