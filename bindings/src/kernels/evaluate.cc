#include "kernels/evaluate.h"

#include "common/addon.h"
#include "kernels/program.h"
#include "kernels/read_program.h"

namespace distarray {
namespace {

// kernel_loops(): { name, inputs, output }[]; dtypes by number, the position is the opcode
Napi::Value kernel_loops(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  const auto& all = kernels::loops();
  auto list = Napi::Array::New(env, all.size());
  for (uint32_t opcode = 0; opcode < all.size(); ++opcode) {
    const auto& loop = all[opcode];
    auto inputs = Napi::Array::New(env);
    for (int j = 0; j < loop.arity; ++j)
      inputs.Set(static_cast<uint32_t>(j), static_cast<int>(loop.inputs[kernels::at(j)]));
    auto entry = Napi::Object::New(env);
    entry.Set("name", loop.name);
    entry.Set("inputs", inputs);
    entry.Set("output", static_cast<int>(loop.output));
    list.Set(opcode, entry);
  }
  return list;
}

// kernel_evaluate(numbers: Float64Array, steps: Int32Array, ...views: ArrayBufferView[]): undefined
Napi::Value kernel_evaluate(const Napi::CallbackInfo& info) {
  auto program = kernels::read_program(info);
  kernels::run(program);
  return info.Env().Undefined();
}

}  // namespace

void define_evaluate(Napi::Object exports) {
  define<kernel_loops>(exports, "kernel_loops");
  define<kernel_evaluate>(exports, "kernel_evaluate");
}

}  // namespace distarray
