// What every addon shares: how a C++ function becomes a JavaScript one, and how a C++ exception becomes an
// instance of a JavaScript error class.
#pragma once
#include <utility>

#include "common/napi_setup.h"
#include "common/native_error.h"

namespace distarray {

// Per-environment state of an addon: `make_error(code, message, fields)` builds the JavaScript error.
struct AddonState {
  Napi::FunctionReference make_error;
};

inline Napi::Error to_js_error(Napi::Env env, const NativeError& error) {
  auto* state = env.GetInstanceData<AddonState>();
  if (!state || state->make_error.IsEmpty()) return Napi::Error::New(env, error.what());
  auto fields = Napi::Object::New(env);
  for (const auto& [key, value] : error.numbers()) fields.Set(key, value);
  for (const auto& [key, value] : error.strings()) fields.Set(key, value);
  for (const auto& [key, value] : error.lists()) {
    auto list = Napi::Array::New(env, value.size());
    for (uint32_t i = 0; i < value.size(); ++i) list.Set(i, value[i]);
    fields.Set(key, list);
  }
  auto made = state->make_error.Call(
      {Napi::String::New(env, error.code()), Napi::String::New(env, error.what()), fields});
  return Napi::Error(env, made);
}

template <Napi::Value (*Function)(const Napi::CallbackInfo&)>
Napi::Value guarded(const Napi::CallbackInfo& info) {
  try {
    return Function(info);
  } catch (const NativeError& error) {
    throw to_js_error(info.Env(), error);
  }
}

// Export `Function` under `name`.
template <Napi::Value (*Function)(const Napi::CallbackInfo&)>
void define(Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New(exports.Env(), guarded<Function>, name));
}

inline Napi::Value set_make_error(const Napi::CallbackInfo& info) {
  info.Env().GetInstanceData<AddonState>()->make_error = Napi::Persistent(info[0].As<Napi::Function>());
  return info.Env().Undefined();
}

// First call of every addon's Init.
inline void init_addon(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new AddonState);
  define<set_make_error>(exports, "set_make_error");
}

}  // namespace distarray
