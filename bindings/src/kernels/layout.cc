#include "kernels/layout.h"

#include <algorithm>
#include <cstdlib>

#include "kernels/turn.h"

namespace distarray::kernels {
namespace {

void drop_dimension(Program& program, std::size_t d) {
  const auto at = static_cast<std::ptrdiff_t>(d);
  program.shape.erase(program.shape.begin() + at);
  program.each_operand([at](Operand& operand) { operand.strides.erase(operand.strides.begin() + at); });
}

void swap_dimensions(Program& program, std::size_t a, std::size_t b) {
  std::swap(program.shape[a], program.shape[b]);
  program.each_operand([a, b](Operand& operand) { std::swap(operand.strides[a], operand.strides[b]); });
}

// Whether dimension a should be outside of b: by the first operand for which they differ, outputs before
// inputs.
bool belongs_outside(const Program& program, std::size_t a, std::size_t b) {
  const auto order = [a, b](const Operand& operand) {
    const std::int64_t outer = std::abs(operand.strides[a]), inner = std::abs(operand.strides[b]);
    return operand.is_iota || outer == 0 || inner == 0 || outer == inner ? 0 : outer > inner ? 1 : -1;
  };
  for (const auto& output : program.outputs)
    if (const int known = order(output.memory)) return known > 0;
  for (const auto& input : program.inputs)
    if (const int known = order(input)) return known > 0;
  return true;
}

void reorder(Program& program) {
  for (std::size_t end = 1; end < program.shape.size(); ++end)
    for (std::size_t d = end; d > 0 && !belongs_outside(program, d - 1, d); --d)
      swap_dimensions(program, d - 1, d);
}

// Walk a dimension from its other end where the first output runs backwards.
void flip_backward(Program& program) {
  if (program.outputs.empty()) return;
  for (std::size_t d = 0; d < program.shape.size(); ++d) {
    if (program.outputs[0].memory.strides[d] >= 0) continue;
    const std::int64_t last = program.shape[d] - 1;
    program.each_operand([d, last](Operand& operand) {
      const std::int64_t distance = operand.strides[d] * last;
      if (operand.is_iota)
        operand.start += distance;
      else
        operand.data += distance;
      operand.strides[d] = -operand.strides[d];
    });
  }
}

void merge(Program& program) {
  for (std::size_t d = program.shape.size(); d-- > 1;) {
    const std::int64_t inner = program.shape[d];
    bool one_in_memory = true;
    program.each_operand([&](const Operand& operand) {
      one_in_memory = one_in_memory && operand.strides[d - 1] == operand.strides[d] * inner;
    });
    if (!one_in_memory) continue;
    program.shape[d] *= program.shape[d - 1];
    drop_dimension(program, d - 1);
  }
}

}  // namespace

void simplify(Program& program) {
  for (std::size_t d = program.shape.size(); d-- > 0;)
    if (program.shape[d] == 1) drop_dimension(program, d);
  if (program.shape.empty()) {
    program.shape.push_back(1);
    program.each_operand([](Operand& operand) { operand.strides.push_back(0); });
    return;
  }
  if (program.reductions.empty()) {
    reorder(program);
    flip_backward(program);
  }
  merge(program);
  program.is_turned = turn(program);
}

}  // namespace distarray::kernels
