#include "ksp.h"

#include "addon.h"

namespace distarray::petsc {
namespace {

// From an options string, or from an array of names and one of values (string, or null for a flag).
dap::petsc::Options options_of(const Napi::Value& first, const Napi::Value& second) {
  if (first.IsString()) return dap::petsc::Options(first.As<Napi::String>().Utf8Value());
  dap::petsc::Options options;
  const auto names = first.As<Napi::Array>(), values = second.As<Napi::Array>();
  for (uint32_t k = 0; k < names.Length(); ++k) {
    const std::string name = names.Get(k).As<Napi::String>();
    const Napi::Value value = values.Get(k);
    if (value.IsNull())
      options.set(name);
    else
      options.set(name, value.As<Napi::String>());
  }
  return options;
}

// KSPCreate, KSPSetFromOptions, KSPSetUp -> ksp_create(mat, text | names, values | undefined, prefix):
// handle. Collective.
Napi::Value ksp_create(const Napi::CallbackInfo& info) {
  const auto& matrix = object_of<Matrix>(info[0]);
  const auto options = dap::agree(matrix.comm(), [&] { return options_of(info[1], info[2]); });
  return hand_over(info.Env(), Solver(matrix, options, info[3].As<Napi::String>()));
}

// A JavaScript function as a monitor. What it throws is an ERR_MONITOR for the other ranks; its own rank's
// TypeScript knows the error itself.
dap::petsc::Monitor monitor_of(const Napi::Value& value) {
  if (value.IsUndefined()) return {};
  const auto callback = value.As<Napi::Function>();
  return [callback](int64_t iteration, double norm) {
    const Napi::Env env = callback.Env();
    const Napi::HandleScope scope(env);
    try {
      callback.Call({Napi::Number::New(env, static_cast<double>(iteration)), Napi::Number::New(env, norm)});
    } catch (const Napi::Error& error) {
      throw NativeError("ERR_MONITOR", "The monitor threw an exception: " + error.Message());
    }
  };
}

// KSPSolve -> ksp_solve(ksp, b, x, monitor | undefined): { converged, reason, iterations, residualNorm,
// history }. b, x: Vec or dap_array handles. Collective.
Napi::Value ksp_solve(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto result =
      object_of<Solver>(info[0]).solve(operand_of(info[1]), operand_of(info[2]), monitor_of(info[3]));
  auto history = Napi::Float64Array::New(env, result.history.size());
  std::copy(result.history.begin(), result.history.end(), history.Data());
  auto out = Napi::Object::New(env);
  out.Set("converged", result.converged);
  out.Set("reason", result.reason);
  out.Set("iterations", static_cast<double>(result.iterations));
  out.Set("residualNorm", result.residual_norm);
  out.Set("history", history);
  return out;
}

}  // namespace

void define_ksp(Napi::Object exports) {
  define<ksp_create>(exports, "ksp_create");
  define<ksp_solve>(exports, "ksp_solve");
  define<destroy<Solver>>(exports, "ksp_destroy");
}

}  // namespace distarray::petsc
