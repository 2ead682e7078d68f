// A dap_array as JavaScript holds it, shared by all addons through dap_array_tag.
#pragma once
#include <dap/dap.h>

#include <memory>

#include "common/handle.h"
#include "common/type_tags.h"

namespace distarray {

// Hand a dap_array to JavaScript; released when the handle is collected, unless it was moved out before.
inline Napi::Value wrap_dap_array(Napi::Env env, std::unique_ptr<dap_array> array) {
  return wrap_handle(env, array.release(), dap_array_tag, [](dap_array* p) {
    dap_release(p);
    delete p;
  });
}

// The dap_array behind a handle; a UseAfterFreeError once it was released or moved away.
inline dap_array& live_dap_array(const Napi::Value& value) {
  auto& array = unwrap_handle<dap_array>(value, dap_array_tag, "a dap_array");
  if (dap_is_released(&array))
    throw NativeError("ERR_USE_AFTER_FREE", "Expected a live dap_array but received one that was released");
  return array;
}

}  // namespace distarray
