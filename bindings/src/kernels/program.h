// A program for the evaluator: plain numbers and pointers, checked.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/dtype.h"
#include "kernels/loop.h"
#include "kernels/reductions/reduction.h"

namespace distarray::kernels {

inline constexpr int absent = -1;

// Registers, opcodes and the like as indices.
inline std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

// An operand over the iteration shape; strides[d] for dimension d of it.
struct Operand {
  std::byte* data = nullptr;
  DType dtype = DType::boolean;
  std::int64_t item = 0;  // bytes per element
  std::vector<std::int64_t> strides;
  // The numbers start + step * i instead of memory; the strides are steps.
  bool is_iota = false;
  std::int64_t start = 0;
};

struct Constant {
  DType dtype;
  alignas(16) std::byte value[16];
};

struct Step {
  const Loop* loop;
  int operands[max_arity];
};

struct Output {
  int reg;
  Operand memory;
};

struct ReductionStep {
  const Reduction* reduction;
  std::vector<int> regs;
  std::vector<Operand> state;
};

// Registers: the inputs, the constants, then the result of each step.
struct Program {
  std::vector<std::int64_t> shape;
  std::vector<Operand> inputs;
  std::vector<Constant> constants;
  std::vector<Step> steps;
  std::vector<Output> outputs;
  std::vector<ReductionStep> reductions;
  // Whether the innermost dimension is another one than in memory, see turn.h.
  bool is_turned = false;

  int first_constant() const { return static_cast<int>(inputs.size()); }
  int first_step() const { return first_constant() + static_cast<int>(constants.size()); }
  int registers() const { return first_step() + static_cast<int>(steps.size()); }
  DType dtype_of_register(int reg) const {
    if (reg < first_constant()) return inputs[at(reg)].dtype;
    if (reg < first_step()) return constants[at(reg - first_constant())].dtype;
    return steps[at(reg - first_step())].loop->output;
  }
  // Every operand with strides, for what treats all alike.
  template <class F>
  void each_operand(F f) {
    for (auto& input : inputs) f(input);
    for (auto& output : outputs) f(output.memory);
    for (auto& step : reductions)
      for (auto& state : step.state) f(state);
  }
};

inline std::int64_t item_size(DType dtype) {
  constexpr std::int64_t sizes[dtype_count] = {1, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 8, 16};
  return sizes[static_cast<int>(dtype)];
}

inline const char* dtype_name(DType dtype) {
  constexpr const char* names[dtype_count] = {"bool",    "int8",      "int16",     "int32",  "int64",
                                              "uint8",   "uint16",    "uint32",    "uint64", "float32",
                                              "float64", "complex64", "complex128"};
  return names[static_cast<int>(dtype)];
}

// Run a program. Nothing is allocated on the heap in proportion to its arrays.
void run(Program& program);

}  // namespace distarray::kernels
