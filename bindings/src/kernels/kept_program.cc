#include "kernels/kept_program.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "common/addon.h"
#include "kernels/layout.h"
#include "kernels/program.h"
#include "kernels/read_program.h"
#include "memory/pool.h"

namespace distarray {
namespace {

struct KeptProgram {
  kernels::Program program;  // simplified; operands without memory
  // For each operand the bytes that it reaches: of the inputs that are memory, then of the outputs.
  std::vector<std::size_t> reaches;
  // Where the arguments of a run are: the memory of each operand, then two numbers for each constant.
  const double* arguments = nullptr;
  Napi::Reference<Napi::Float64Array> keeps_arguments;

  template <class F>
  void each_memory(F f) {
    for (auto& input : program.inputs)
      if (!input.is_iota) f(input);
    for (auto& output : program.outputs) f(output.memory);
  }
};

std::size_t reach_of(const kernels::Operand& operand, const std::vector<std::int64_t>& shape) {
  std::int64_t last = operand.item;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (shape[d] == 0) return 0;
    last += operand.strides[d] * (shape[d] - 1);
  }
  return static_cast<std::size_t>(last);
}

// Memory that is passed to run as block_take returned it.
std::byte* memory_of(double taken, std::size_t reach) {
  const auto* allocation = reinterpret_cast<const Allocation*>(static_cast<std::uintptr_t>(taken));
  if (!allocation || allocation->bytes < reach)
    throw NativeError("ERR_SHAPE", "Expected a live block of at least " + std::to_string(reach) +
                                       " bytes for an operand but received another");
  return static_cast<std::byte*>(allocation->base);
}

// kept(): undefined
Napi::Value run_kept(const Napi::CallbackInfo& info) {
  auto& kept = *static_cast<KeptProgram*>(info.Data());
  const double* next = kept.arguments;
  auto reach = kept.reaches.begin();
  kept.each_memory([&](kernels::Operand& operand) { operand.data = memory_of(*next++, *reach++); });
  for (auto& constant : kept.program.constants) {
    constant = kernels::constant_of(constant.dtype, next[0], next[1]);
    next += 2;
  }
  kernels::run(kept.program);
  return info.Env().Undefined();
}

// kernel_keep(numbers: Float64Array, steps: Int32Array, arguments: Float64Array): () => undefined
// The arguments of each run are read from the typed array, which must not be moved.
Napi::Value kernel_keep(const Napi::CallbackInfo& info) {
  auto kept = std::make_unique<KeptProgram>();
  kept->program = kernels::read_form(info);
  auto arguments = info[2].As<Napi::Float64Array>();
  if (!kept->program.reductions.empty())
    throw NativeError("ERR_ARGUMENT", "Expected a program without reductions to keep");
  kept->each_memory([&](const kernels::Operand& operand) {
    kept->reaches.push_back(reach_of(operand, kept->program.shape));
  });
  if (kept->reaches.size() + 2 * kept->program.constants.size() > arguments.ElementLength())
    throw NativeError("ERR_ARGUMENT", "Expected room for all arguments of a program to keep");
  kept->arguments = arguments.Data();
  kept->keeps_arguments = Napi::Persistent(arguments);
  const auto& shape = kept->program.shape;
  if (std::find(shape.begin(), shape.end(), 0) == shape.end()) kernels::simplify(kept->program);
  auto function = Napi::Function::New<guarded<run_kept>>(info.Env(), "run", kept.get());
  function.AddFinalizer([](Napi::Env, KeptProgram* data) { delete data; }, kept.release());
  return function;
}

}  // namespace

void define_kept_program(Napi::Object exports) {
  define<kernel_keep>(exports, "kernel_keep");
}

}  // namespace distarray
