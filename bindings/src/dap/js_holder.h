// What a dap_array that JavaScript made points to.
#pragma once
#include <dap/dap.h>

#include <vector>

#include "dap/kept_object.h"
#include "memory/borrowed.h"

namespace distarray {

struct JsHolder {
  std::vector<int64_t> shape, strides;
  std::vector<dap_dim> dims;
  std::vector<KeptMemory> kept;  // of the elements, then of each unstructured dimension's indices
  std::vector<dap_replica> replicated;
  dap_extension extension{};
  KeptObject original_extension;  // as the producer gave it; empty when it gave none
};

// The release callback of such arrays; it runs on the JavaScript thread, where consumers free what they hold.
void release_js_holder(dap_array* array);

// Its holder when JavaScript made the array; null for one that native code made.
inline JsHolder* js_holder_of(const dap_array& array) {
  return array.release == release_js_holder ? static_cast<JsHolder*>(array.private_data) : nullptr;
}

}  // namespace distarray
