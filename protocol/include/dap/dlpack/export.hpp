// dap/dlpack/export.hpp - one process's section as a DLPack tensor, without copying.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/access.hpp>
#include <dap/array.hpp>
#include <dap/dlpack/abi.hpp>
#include <dap/dtype.hpp>
#include <dap/error.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dap::dlpack {

namespace detail {

// A tensor and what it stands on; the tensor's manager_ctx.
template <class Managed>
struct Exported {
  Managed managed{};
  Array array;
  std::vector<int64_t> shape, strides;  // copies: a consumer may write to its own
};

inline void check_exportable(const dap_array& array) {
  check_alive(array);
  dap::detail::check_host(array);
  if (!is_dtype(array.dtype) || array.byte_order != native_order(array.dtype))
    throw Error("ERR_DTYPE",
                "Expected elements that DLPack can describe, in this machine's byte order, but received " +
                    dtype_name(array.dtype));
  for (int32_t d = 0; d < array.ndim; ++d)
    if (array.shape[d] > 1 && array.strides[d] % item_size(array.dtype) != 0)
      throw Error("ERR_UNSUPPORTED",
                  "Expected strides of whole elements, as DLPack has them, but dimension " +
                      std::to_string(d) + " has one of " + std::to_string(array.strides[d]) +
                      " bytes. Copy the array first")
          .with("feature", std::string("strides between elements"));
}

template <class Managed>
std::unique_ptr<Exported<Managed>> describe(Array&& array) {
  check_exportable(array.get());
  auto out = std::make_unique<Exported<Managed>>();
  out->array = std::move(array);
  const dap_array& from = out->array.get();
  const int64_t item = item_size(from.dtype);
  out->shape.assign(from.shape, from.shape + from.ndim);
  for (int32_t d = 0; d < from.ndim; ++d) out->strides.push_back(from.strides[d] / item);
  out->managed.dl_tensor = {from.data,         from.device,         from.ndim, from.dtype,
                            out->shape.data(), out->strides.data(), 0};
  out->managed.manager_ctx = out.get();
  out->managed.deleter = [](Managed* self) { delete static_cast<Exported<Managed>*>(self->manager_ctx); };
  return out;
}

}  // namespace detail

// The local section, ghosts included, as a tensor that owns it: whoever takes it calls its deleter once,
// which releases the array. The distribution is lost. What cannot be described stays with the caller and is
// refused: ERR_USE_AFTER_FREE, ERR_UNSUPPORTED (device, strides between elements), ERR_DTYPE.
inline ManagedTensorVersioned* to_versioned(Array&& array) {
  const uint64_t flags = array->flags & (flag_read_only | flag_is_copied);
  auto out = detail::describe<ManagedTensorVersioned>(std::move(array));
  out->managed.version = version;
  out->managed.flags = flags;
  return &out.release()->managed;
}

// The same in the older form, which cannot say that memory is read-only: ERR_UNSUPPORTED then, too.
inline ManagedTensor* to_unversioned(Array&& array) {
  check_alive(array.get());
  if (array->flags & DAP_FLAG_READ_ONLY)
    throw Error("ERR_UNSUPPORTED",
                "Expected a writable section for the older form of DLPack, which cannot say otherwise, but "
                "received a read-only one; use the versioned form or a copy")
        .with("feature", std::string("read-only buffer"));
  return &detail::describe<ManagedTensor>(std::move(array)).release()->managed;
}

}  // namespace dap::dlpack
