#include "dap/dlpack.h"

#include <dap/dlpack.hpp>
#include <memory>
#include <utility>

#include "common/addon.h"
#include "common/dap_handle.h"
#include "common/dlpack_handle.h"

namespace distarray {
namespace {

// dap::dlpack::to_versioned, to_unversioned -> dlpack_from_dap(array: dap_array handle, versioned: boolean):
// DLPack handle Moves the struct out of its handle, unless it is refused.
Napi::Value dlpack_from_dap(const Napi::CallbackInfo& info) {
  dap_array& source = live_dap_array(info[0]);
  dap::Array array(std::move(source));
  DLPackHandle tensor;
  try {
    if (info[1].As<Napi::Boolean>())
      tensor.versioned = dap::dlpack::to_versioned(std::move(array));
    else
      tensor.unversioned = dap::dlpack::to_unversioned(std::move(array));
  } catch (...) {
    array.move_to(&source);
    throw;
  }
  return wrap_dlpack(info.Env(), tensor);
}

// dap::dlpack::from_versioned, from_unversioned -> dlpack_to_dap(tensor: DLPack handle): dap_array handle
// Takes the tensor over, also when it is refused.
Napi::Value dlpack_to_dap(const Napi::CallbackInfo& info) {
  const DLPackHandle tensor = take_dlpack(info[0]);
  dap::Array array = tensor.versioned ? dap::dlpack::from_versioned(tensor.versioned)
                                      : dap::dlpack::from_unversioned(tensor.unversioned);
  return wrap_dap_array(info.Env(), std::make_unique<dap_array>(array.take()));
}

}  // namespace

void define_dlpack(Napi::Object exports) {
  define<dlpack_from_dap>(exports, "dlpack_from_dap");
  define<dlpack_to_dap>(exports, "dlpack_to_dap");
}

}  // namespace distarray
