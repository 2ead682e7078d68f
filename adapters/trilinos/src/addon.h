// What the functions of this addon share: handles of Trilinos objects.
#pragma once
#include <dap/operand.hpp>
#include <memory>
#include <string>
#include <utility>

#include "common/addon.h"
#include "common/comm_handle.h"
#include "common/dap_array_handle.h"
#include "common/handle.h"
#include "common/type_tags.h"
#include "registry.h"

namespace distarray::trilinos {

class AnyVector;
struct LinearSolver;

// Weak: the registry owns the objects, so that the end of Trilinos can end those still alive.
template <class T>
struct Handle {
  Key key = 0;
  std::weak_ptr<T> object;
};

template <class T>
struct HandleType;
template <>
struct HandleType<AnyVector> {
  static constexpr napi_type_tag tag = {0x6d61737472617951, 0xc0de0201a17b3d5e};
  static constexpr const char* name = "Vector";
  static constexpr bool collective_end = false;
};
template <>
struct HandleType<const dap::trilinos::Matrix> {
  static constexpr napi_type_tag tag = {0x6d61737472617952, 0xc0de0202a17b3d5e};
  static constexpr const char* name = "Matrix";
  static constexpr bool collective_end = true;
};
template <>
struct HandleType<LinearSolver> {
  static constexpr napi_type_tag tag = {0x6d61737472617953, 0xc0de0203a17b3d5e};
  static constexpr const char* name = "Solver";
  static constexpr bool collective_end = true;
};

template <class T>
Napi::Value hand_over(Napi::Env env, std::shared_ptr<T> object,
                      const std::shared_ptr<dap::trilinos::Space>& space) {
  auto* handle = new Handle<T>{0, object};
  handle->key = Registry::own(std::move(object), space);
  return wrap_handle(env, handle, HandleType<T>::tag, [](Handle<T>* collected) {
    if (HandleType<T>::collective_end)
      Registry::drop(collected->key);
    else
      Registry::end(collected->key);
    delete collected;
  });
}

template <class T>
std::shared_ptr<T> object_of(const Napi::Value& value) {
  auto object = unwrap_handle<Handle<T>>(value, HandleType<T>::tag, HandleType<T>::name).object.lock();
  if (!object)
    throw NativeError("ERR_USE_AFTER_FREE",
                      std::string("Expected a live ") + HandleType<T>::name +
                          " but received one that was freed, or Trilinos was finalized");
  return object;
}

// Destroy the object now; idempotent. Collective for matrices and solvers.
template <class T>
Napi::Value destroy(const Napi::CallbackInfo& info) {
  Registry::end(unwrap_handle<Handle<T>>(info[0], HandleType<T>::tag, HandleType<T>::name).key);
  return info.Env().Undefined();
}

// A Vector handle, or that of a dap_array, which is taken over.
dap::Operand operand_of(const Napi::Value& value);

}  // namespace distarray::trilinos
