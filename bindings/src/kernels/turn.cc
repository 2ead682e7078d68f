#include "kernels/turn.h"

#include <algorithm>

namespace distarray::kernels {
namespace {

// Rows of at most so many elements are worth it, and columns of at least so many.
constexpr std::int64_t short_row = 32, long_column = 256;
// Sums take the rows of a tile of columns one after the other: more of them would be less accurate than
// pairs.
constexpr std::int64_t most_summed = 8;
// What a tile of columns may take, so that it is still in the second-level cache for the next row.
constexpr std::int64_t most_bytes = 1024 * 1024, columns_of_tile = 640;

std::size_t longest(const std::vector<std::int64_t>& shape) {
  return static_cast<std::size_t>(std::max_element(shape.begin(), shape.end()) - shape.begin());
}

bool is_one_block(const Program& program, const Operand& operand) {
  std::int64_t expected = operand.item;
  for (std::size_t d = program.shape.size(); d-- > 0; expected *= program.shape[d])
    if (operand.strides[d] != expected) return false;
  return !operand.is_iota;
}

bool is_one_element(const Operand& operand) {
  return std::all_of(operand.strides.begin(), operand.strides.end(), [](std::int64_t s) { return s == 0; });
}

// Whether anything is done row by row.
bool has_rows(const Program& program) {
  if (!program.reductions.empty()) return true;
  return std::any_of(program.inputs.begin(), program.inputs.end(), [&](const Operand& input) {
    return !is_one_element(input) && !is_one_block(program, input);
  });
}

// What all rows of a tile of columns take in memory.
std::int64_t bytes_of_tile(Program& program, std::size_t column) {
  std::int64_t all = 0;
  program.each_operand([&](const Operand& operand) {
    std::int64_t bytes = operand.item * columns_of_tile;
    for (std::size_t d = 0; d < program.shape.size(); ++d)
      if (d != column && operand.strides[d] != 0) bytes = std::min(bytes * program.shape[d], 2 * most_bytes);
    if (!operand.is_iota && operand.strides[column] != 0) all += bytes;
  });
  return all;
}

bool is_reduced(const Program& program, std::size_t d) {
  return std::all_of(program.reductions.begin(), program.reductions.end(),
                     [d](const ReductionStep& step) { return step.state[0].strides[d] == 0; });
}

// Whether its result depends on the order of the elements, by rounding.
bool rounds(const Reduction& reduction) {
  const DType state = reduction.state[0];
  const bool is_inexact = state == DType::float64 || state == DType::complex128;
  return reduction.result != nullptr || (is_inexact && reduction.state.size() == 1);
}

// Whether no sum has too many rows.
bool is_accurate(const Program& program, std::size_t column) {
  return std::all_of(program.reductions.begin(), program.reductions.end(), [&](const ReductionStep& step) {
    if (!rounds(*step.reduction) || step.state[0].strides[column] == 0) return true;
    std::int64_t summed = 1;
    for (std::size_t d = 0; d < program.shape.size(); ++d)
      if (step.state[0].strides[d] == 0) summed *= program.shape[d];
    return summed <= most_summed;
  });
}

void reorder(std::vector<std::int64_t>& list, const std::vector<std::size_t>& order) {
  std::vector<std::int64_t> result;
  for (const std::size_t d : order) result.push_back(list[d]);
  list = result;
}

}  // namespace

bool turn(Program& program) {
  if (program.shape.back() > short_row || !has_rows(program)) return false;
  const std::size_t column = longest(program.shape);
  if (program.shape[column] < long_column || bytes_of_tile(program, column) > most_bytes) return false;
  if (!is_accurate(program, column)) return false;
  std::vector<std::size_t> order;
  for (std::size_t d = 0; d < program.shape.size(); ++d)
    if (d != column) order.push_back(d);
  if (!program.reductions.empty())
    std::stable_partition(order.begin(), order.end(), [&](std::size_t d) { return !is_reduced(program, d); });
  order.push_back(column);
  reorder(program.shape, order);
  program.each_operand([&](Operand& operand) { reorder(operand.strides, order); });
  return true;
}

}  // namespace distarray::kernels
