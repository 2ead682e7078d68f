// Handles: native objects that JavaScript holds as a tagged External.
#pragma once
#include <string>

#include "common/napi_setup.h"
#include "common/native_error.h"

namespace distarray {

// Hand `object` to JavaScript. `finalize(T*)` runs when the handle is collected; it must not communicate.
template <class T, class Finalize>
Napi::External<T> wrap_handle(Napi::Env env, T* object, const napi_type_tag& tag, Finalize finalize) {
  auto external = Napi::External<T>::New(env, object, [finalize](Napi::Env, T* p) { finalize(p); });
  external.TypeTag(&tag);
  return external;
}

// The object behind a handle; an ArgumentError when `value` is something else.
template <class T>
T& unwrap_handle(const Napi::Value& value, const napi_type_tag& tag, const char* what) {
  if (!value.IsExternal() || !value.As<Napi::External<T>>().CheckTypeTag(&tag))
    throw NativeError("ERR_ARGUMENT", std::string("Expected ") + what + " handle but received another value");
  return *value.As<Napi::External<T>>().Data();
}

}  // namespace distarray
