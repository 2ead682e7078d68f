// A DLPack tensor as JavaScript holds it, shared by all addons through dlpack_tag: the counterpart of a
// Python capsule named "dltensor_versioned" or "dltensor".
#pragma once
#include <dap/dlpack/abi.hpp>
#include <utility>

#include "common/handle.h"
#include "common/type_tags.h"

namespace distarray {

// One of the two is set until somebody takes the tensor over, who calls its deleter.
struct DLPackHandle {
  dap::dlpack::ManagedTensorVersioned* versioned = nullptr;
  dap::dlpack::ManagedTensor* unversioned = nullptr;

  void drop() {
    if (auto* tensor = std::exchange(versioned, nullptr); tensor && tensor->deleter) tensor->deleter(tensor);
    if (auto* tensor = std::exchange(unversioned, nullptr); tensor && tensor->deleter)
      tensor->deleter(tensor);
  }
};

inline Napi::Value wrap_dlpack(Napi::Env env, DLPackHandle tensor) {
  return wrap_handle(env, new DLPackHandle(tensor), dlpack_tag, [](DLPackHandle* p) {
    p->drop();
    delete p;
  });
}

// Take the tensor out of its handle; a UseAfterFreeError when somebody did before.
inline DLPackHandle take_dlpack(const Napi::Value& value) {
  auto& handle = unwrap_handle<DLPackHandle>(value, dlpack_tag, "a DLPack");
  if (!handle.versioned && !handle.unversioned)
    throw NativeError("ERR_USE_AFTER_FREE",
                      "Expected a DLPack tensor that nobody has taken but received a used one");
  return std::exchange(handle, {});
}

}  // namespace distarray
