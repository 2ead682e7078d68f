// dap/array.hpp - an owner of a dap_array.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/access.hpp>
#include <type_traits>
#include <utility>

namespace dap {

// Releases what it holds exactly once. Empty after a move, and when default-constructed.
class Array {
 public:
  Array() noexcept = default;
  // Take the struct over: `source` is released afterwards, in name.
  explicit Array(dap_array&& source) noexcept { dap_move(&source, &_array); }
  Array(Array&& other) noexcept { dap_move(&other._array, &_array); }
  Array& operator=(Array&& other) noexcept {
    if (this == &other) return *this;
    dap_release(&_array);
    dap_move(&other._array, &_array);
    return *this;
  }
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;
  ~Array() { dap_release(&_array); }

  explicit operator bool() const noexcept { return !dap_is_released(&_array); }

  // The struct, borrowed; valid as long as this owner.
  const dap_array& get() const noexcept { return _array; }
  const dap_array* operator->() const noexcept { return &_array; }

  // Hand the struct over to a consumer in C, who releases it; this owner is empty afterwards.
  void move_to(dap_array* out) noexcept { dap_move(&_array, out); }
  dap_array take() noexcept {
    dap_array out;
    dap_move(&_array, &out);
    return out;
  }
  // Let go now.
  void release() noexcept { dap_release(&_array); }

  int32_t ndim() const noexcept { return _array.ndim; }
  int64_t extent(int32_t d) const noexcept { return _array.shape[d]; }
  const dap_dim& dim(int32_t d) const noexcept { return _array.dims[d]; }

  // See access.hpp: all entries that the process holds, or those that it owns.
  template <class T, size_t N>
  View<T, N> view() const {
    return dap::view<T, N>(_array);
  }
  template <class T, size_t N>
  View<T, N> own_view() const {
    return dap::own_view<T, N>(_array);
  }

 private:
  dap_array _array{};
};

static_assert(std::is_nothrow_move_constructible_v<Array> && std::is_nothrow_move_assignable_v<Array>);
static_assert(!std::is_copy_constructible_v<Array>);

}  // namespace dap
