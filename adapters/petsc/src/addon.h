// What the functions of this addon share: handles of PETSc objects, and PETSc's trace on JavaScript errors.
#pragma once
#include <dap/petsc.hpp>
#include <optional>
#include <utility>

#include "common/addon.h"
#include "common/comm_handle.h"
#include "common/dap_array_handle.h"
#include "common/handle.h"
#include "common/type_tags.h"

namespace distarray::petsc {

using dap::petsc::Matrix;
using dap::petsc::Solver;
using dap::petsc::Vector;

// Empty after destruction.
template <class T>
struct Handle {
  std::optional<T> object;
};

template <class T>
struct HandleType;
template <>
struct HandleType<Vector> {
  static constexpr napi_type_tag tag = {0x6d61737472617941, 0xc0de0101a17b3d5e};
  static constexpr const char* name = "Vec";
};
template <>
struct HandleType<Matrix> {
  static constexpr napi_type_tag tag = {0x6d61737472617942, 0xc0de0102a17b3d5e};
  static constexpr const char* name = "Mat";
};
template <>
struct HandleType<Solver> {
  static constexpr napi_type_tag tag = {0x6d61737472617943, 0xc0de0103a17b3d5e};
  static constexpr const char* name = "Ksp";
};

// A collected handle leaves its object to the next garbage_cleanup: destroying it is collective.
template <class T>
Napi::Value hand_over(Napi::Env env, T&& object) {
  return wrap_handle(env, new Handle<T>{std::move(object)}, HandleType<T>::tag, [](Handle<T>* handle) {
    if (handle->object) handle->object->drop();
    delete handle;
  });
}

template <class T>
Handle<T>& handle_of(const Napi::Value& value) {
  return unwrap_handle<Handle<T>>(value, HandleType<T>::tag, HandleType<T>::name);
}

template <class T>
T& object_of(const Napi::Value& value) {
  auto& handle = handle_of<T>(value);
  if (!dap::petsc::active())
    throw NativeError("ERR_USE_AFTER_FREE", "Expected PETSc to run but it was finalized");
  if (!handle.object)
    throw NativeError("ERR_USE_AFTER_FREE", std::string("Expected a live ") + HandleType<T>::name +
                                                " but received one that was freed");
  return *handle.object;
}

// A Vec handle, or that of a dap_array, which is taken over.
inline dap::Operand operand_of(const Napi::Value& value) {
  const bool is_vec =
      value.IsExternal() && value.As<Napi::External<Handle<Vector>>>().CheckTypeTag(&HandleType<Vector>::tag);
  if (is_vec) return object_of<Vector>(value).operand();
  return dap::operand(std::move(unwrap_handle<dap_array>(value, dap_array_tag, "a Vec or dap_array")));
}

// Destroy the object now; idempotent. Collective.
template <class T>
Napi::Value destroy(const Napi::CallbackInfo& info) {
  handle_of<T>(info[0]).object.reset();
  return info.Env().Undefined();
}

inline Napi::Array frames_to_js(Napi::Env env, const std::vector<dap::petsc::Frame>& frames) {
  auto list = Napi::Array::New(env, frames.size());
  for (uint32_t k = 0; k < frames.size(); ++k) {
    auto frame = Napi::Object::New(env);
    frame.Set("file", frames[k].file);
    frame.Set("line", frames[k].line);
    frame.Set("function", frames[k].function);
    frame.Set("code", frames[k].code);
    frame.Set("message", frames[k].message);
    list.Set(k, frame);
  }
  return list;
}

// The frames of PETSc's trace become objects; everything else is as in every addon.
template <Napi::Value (*Function)(const Napi::CallbackInfo&)>
Napi::Value traced(const Napi::CallbackInfo& info) {
  try {
    return Function(info);
  } catch (const dap::petsc::Error& error) {
    Napi::Error made = to_js_error(info.Env(), error);
    made.Set("frames", frames_to_js(info.Env(), error.frames()));
    throw made;
  }
}

template <Napi::Value (*Function)(const Napi::CallbackInfo&)>
void define(Napi::Object exports, const char* name) {
  distarray::define<traced<Function>>(exports, name);
}

}  // namespace distarray::petsc
