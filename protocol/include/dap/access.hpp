// dap/access.hpp - from a dap_array to typed views of its elements.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <dap/dimension.hpp>
#include <dap/dtype.hpp>
#include <dap/error.hpp>
#include <dap/strides.hpp>
#include <dap/view.hpp>
#include <string>
#include <type_traits>

namespace dap {

// Refuse a struct that cannot be looked into: released, or of another layout.
inline void check_alive(const dap_array& array) {
  if (dap_is_released(&array))
    throw Error("ERR_USE_AFTER_FREE", "Expected a live dap_array but received one that was released");
  if (array.layout != DAP_LAYOUT)
    throw Error("ERR_UNSUPPORTED", "Expected a dap_array of layout " + std::to_string(DAP_LAYOUT) +
                                       " but received one of layout " + std::to_string(array.layout) +
                                       ": its producer was compiled against another dap.h")
        .with("feature", std::string("layout of dap_array"));
}

namespace detail {

inline void check_host(const dap_array& array) {
  if (array.device.type != DAP_DEVICE_CPU)
    throw Error("ERR_UNSUPPORTED", "Expected an array in host memory but it is on device type " +
                                       std::to_string(array.device.type) + ". Copy it to the host first")
        .with("feature", std::string("device memory"));
}

inline void check_elements(const dap_array& array, const dap_dtype& wanted, bool writes) {
  if (array.dtype != wanted)
    throw Error("ERR_DTYPE",
                "Expected " + dtype_name(wanted) + " elements but received " + dtype_name(array.dtype));
  if (array.byte_order != native_order(wanted))
    throw Error("ERR_DTYPE", "Expected elements in this machine's byte order but received the other one");
  if (writes && (array.flags & DAP_FLAG_READ_ONLY))
    throw Error("ERR_UNSUPPORTED",
                "Expected a writable section but received a read-only one; view it as const")
        .with("feature", std::string("read-only buffer"));
}

}  // namespace detail

// The elements of a section as a view; `T` is const for a read-only one. Borrowed: valid until the array is
// released. Throws ERR_USE_AFTER_FREE, ERR_UNSUPPORTED (layout, device, read-only, unaligned), ERR_DTYPE,
// ERR_SHAPE (another number of dimensions), ERR_PROTOCOL (no memory).
template <class T, size_t N>
View<T, N> view(const dap_array& array) {
  check_alive(array);
  detail::check_host(array);
  detail::check_elements(array, dtype_of<std::remove_const_t<T>>(), !std::is_const_v<T>);
  if (array.ndim != static_cast<int32_t>(N))
    throw Error("ERR_SHAPE", "Expected an array of " + std::to_string(N) + " dimensions but received " +
                                 std::to_string(array.ndim));
  typename View<T, N>::Extents extents{}, strides{};
  std::copy_n(array.shape, N, extents.begin());
  std::copy_n(array.strides, N, strides.begin());
  if (section_size(array) > 0) {
    if (!array.data) throw Error("ERR_PROTOCOL", "data of a dap_array with entries must not be NULL");
    bool aligned = reinterpret_cast<uintptr_t>(array.data) % alignof(T) == 0;
    for (size_t d = 0; d < N; ++d)
      aligned = aligned && (extents[d] < 2 || strides[d] % static_cast<int64_t>(alignof(T)) == 0);
    if (!aligned)
      throw Error("ERR_UNSUPPORTED",
                  "Expected data and strides to be aligned to " + std::to_string(alignof(T)) + " bytes")
          .with("feature", std::string("unaligned buffer"));
  }
  return View<T, N>(static_cast<T*>(array.data), extents, strides);
}

// As view, without the ghosts: the entries that this process owns.
template <class T, size_t N>
View<T, N> own_view(const dap_array& array) {
  View<T, N> all = view<T, N>(array);
  for (size_t d = 0; d < N; ++d) {
    const dap_dim& dim = array.dims[d];
    all = all.slice(d, own_offset(dim), own_offset(dim) + own_count(dim));
  }
  return all;
}

}  // namespace dap
