// dap/dlpack/import.hpp - a DLPack tensor as an array that is not distributed, without copying.
#pragma once
#include <dap/dap.h>

#include <cstddef>
#include <cstdint>
#include <dap/array.hpp>
#include <dap/builder.hpp>
#include <dap/dlpack/abi.hpp>
#include <dap/dtype.hpp>
#include <dap/error.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dap::dlpack {

namespace detail {

// Calls the deleter, which a producer may leave null, when the last holder goes.
template <class Managed>
std::shared_ptr<Managed> own(Managed* managed) {
  return std::shared_ptr<Managed>(managed, [](Managed* self) {
    if (self->deleter) self->deleter(self);
  });
}

inline void check_importable(const Tensor& tensor) {
  if (tensor.device.type != cpu)
    throw Error("ERR_UNSUPPORTED", "Expected a tensor in host memory but it is on device type " +
                                       std::to_string(tensor.device.type) + ". Copy it to the host first")
        .with("feature", std::string("device memory"));
  if (!is_dtype(tensor.dtype))
    throw Error("ERR_DTYPE",
                "Expected a tensor of one of the protocol's dtypes (one lane, whole bytes) but received " +
                    dtype_name(tensor.dtype));
  if (tensor.ndim < 0 || (tensor.ndim > 0 && !tensor.shape))
    throw Error("ERR_SHAPE", "Expected a tensor with an extent per dimension but received " +
                                 std::to_string(tensor.ndim) + " dimensions");
}

inline Array import(const Tensor& tensor, uint64_t flags, std::shared_ptr<void> owner) {
  check_importable(tensor);
  void* data = tensor.data ? static_cast<std::byte*>(tensor.data) + tensor.byte_offset : nullptr;
  Builder builder(tensor.dtype, data);
  for (int32_t d = 0; d < tensor.ndim; ++d) builder.whole(tensor.shape[d]);
  if (tensor.ndim > 0 && tensor.strides) {
    std::vector<int64_t> strides(tensor.strides, tensor.strides + tensor.ndim);
    for (int64_t& stride : strides)
      if (__builtin_mul_overflow(stride, item_size(tensor.dtype), &stride))
        throw Error("ERR_SHAPE", "Expected strides whose size in bytes fits 64 bits");
    builder.strides(std::move(strides));
  }
  if (flags & flag_read_only) builder.read_only();
  if (flags & flag_is_copied) builder.copied();
  return builder.keep(std::move(owner)).build();
}

}  // namespace detail

// Take a tensor over, whatever happens: its deleter is called exactly once, when the array is released or
// when this throws. Every dimension is undistributed. Throws ERR_UNSUPPORTED (an unknown major version,
// another device, padded sub-byte elements), ERR_DTYPE (several lanes, sub-byte, float16, bfloat, complex of
// unknown bits), ERR_SHAPE, ERR_DISTRIBUTION and ERR_PROTOCOL (negative extents, no memory, unaligned).
inline Array from_versioned(ManagedTensorVersioned* managed) {
  const auto owner = detail::own(managed);
  if (managed->version.major != version.major)
    throw Error("ERR_UNSUPPORTED", "Expected a tensor of DLPack " + std::to_string(version.major) +
                                       ".x but received one of " + std::to_string(managed->version.major) +
                                       "." + std::to_string(managed->version.minor))
        .with("feature", std::string("major version of DLPack"));
  if (managed->flags & flag_subbyte_padded)
    throw Error("ERR_UNSUPPORTED", "Expected elements of whole bytes but received padded sub-byte ones")
        .with("feature", std::string("sub-byte elements"));
  return detail::import(managed->dl_tensor, managed->flags, owner);
}

// The same for the older form.
inline Array from_unversioned(ManagedTensor* managed) {
  const auto owner = detail::own(managed);
  return detail::import(managed->dl_tensor, 0, owner);
}

}  // namespace dap::dlpack
