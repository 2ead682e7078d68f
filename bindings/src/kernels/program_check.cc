#include "kernels/program_check.h"

#include <string>

#include "common/native_error.h"

namespace distarray::kernels {
namespace {

std::string numbered(const char* list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

// `registers` exist where it is used.
void check_register(const Program& program, int reg, int registers, DType wanted, const std::string& user) {
  if (reg < 0 || reg >= registers)
    throw NativeError("ERR_ARGUMENT", "Expected a register below " + std::to_string(registers) + " for " +
                                          user + " but received " + std::to_string(reg));
  const DType dtype = program.dtype_of_register(reg);
  if (dtype != wanted)
    throw NativeError("ERR_DTYPE", std::string("Expected a register of ") + dtype_name(wanted) + " for " +
                                       user + " but received one of " + dtype_name(dtype) +
                                       "; cast it with astype");
}

void check_steps(const Program& program) {
  for (std::size_t k = 0; k < program.steps.size(); ++k) {
    const Step& step = program.steps[k];
    const int made = program.first_step() + static_cast<int>(k);
    for (std::size_t j = 0; j < max_arity; ++j) {
      if (static_cast<int>(j) < step.loop->arity)
        check_register(program, step.operands[j], made, step.loop->inputs[j], numbered("steps", k));
      else if (step.operands[j] != absent)
        throw NativeError("ERR_ARGUMENT", "Expected " + std::to_string(step.loop->arity) + " operands of " +
                                              step.loop->name + ", then -1, for " + numbered("steps", k) +
                                              " but received more");
    }
  }
}

void check_outputs(const Program& program) {
  for (std::size_t o = 0; o < program.outputs.size(); ++o) {
    const auto& [reg, memory] = program.outputs[o];
    check_register(program, reg, program.registers(), memory.dtype, numbered("outputs", o));
    for (std::size_t d = 0; d < program.shape.size(); ++d)
      if (program.shape[d] > 1 && memory.strides[d] == 0)
        throw NativeError("ERR_SHAPE", "Expected a stride other than 0 along dimension " + std::to_string(d) +
                                           " for " + numbered("outputs", o) +
                                           " but received 0; only inputs broadcast");
  }
}

void check_reduction(const Program& program, const ReductionStep& step, const std::string& name) {
  const Reduction& reduction = *step.reduction;
  if (step.regs.size() != reduction.inputs.size() || step.state.size() != reduction.state.size())
    throw NativeError("ERR_ARGUMENT", "Expected " + std::to_string(reduction.inputs.size()) +
                                          " registers and " + std::to_string(reduction.state.size()) +
                                          " states of " + reduction.name + " for " + name + " but received " +
                                          std::to_string(step.regs.size()) + " and " +
                                          std::to_string(step.state.size()));
  for (std::size_t j = 0; j < step.regs.size(); ++j)
    check_register(program, step.regs[j], program.registers(), reduction.inputs[j], name);
  for (std::size_t c = 0; c < step.state.size(); ++c) {
    if (step.state[c].dtype != reduction.state[c])
      throw NativeError("ERR_DTYPE", std::string("Expected a state of ") + dtype_name(reduction.state[c]) +
                                         " for " + name + " but received one of " +
                                         dtype_name(step.state[c].dtype));
    for (std::size_t d = 0; d < program.shape.size(); ++d)
      if (program.shape[d] > 1 && (step.state[c].strides[d] == 0) != (step.state[0].strides[d] == 0))
        throw NativeError("ERR_SHAPE", "Expected states that are all reduced, or all kept, along dimension " +
                                           std::to_string(d) + " for " + name + " but received some of each");
  }
}

}  // namespace

void check(const Program& program) {
  check_steps(program);
  check_outputs(program);
  for (std::size_t r = 0; r < program.reductions.size(); ++r)
    check_reduction(program, program.reductions[r], numbered("reductions", r));
}

}  // namespace distarray::kernels
