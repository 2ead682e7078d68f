// A dap_array as JavaScript holds it, shared by all addons through dap_array_tag.
#pragma once
#include <dap/dap.h>

#include <utility>

#include "common/handle.h"
#include "common/type_tags.h"

namespace distarray {

// Move `array` into a handle; released when the handle is collected, unless somebody took it over.
inline Napi::Value wrap_dap_array(Napi::Env env, dap_array&& array) {
  auto* held = new dap_array;
  dap_move(&array, held);
  return wrap_handle(env, held, dap_array_tag, [](dap_array* collected) {
    dap_release(collected);
    delete collected;
  });
}

}  // namespace distarray
