// dap/view.hpp - typed N-dimensional access to memory that somebody else owns.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <dap/error.hpp>
#include <dap/span.hpp>
#include <dap/strides.hpp>
#include <type_traits>

namespace dap {

// Pointer, extents and strides in bytes; never owns, is copied like a pointer. T is const for memory that
// must not be written.
template <class T, size_t N>
class View {
 public:
  using Extents = std::array<int64_t, N>;

  View(T* data, const Extents& extents, const Extents& byte_strides)
      : _data(data), _extents(extents), _strides(byte_strides) {}
  // Row-major without gaps.
  View(T* data, const Extents& extents) : _data(data), _extents(extents), _strides{} {
    row_major_strides(_extents.data(), static_cast<int32_t>(N), sizeof(T), _strides.data());
  }
  // A view to write through is also one to read through.
  template <class U, class = std::enable_if_t<std::is_same_v<const U, T> && !std::is_same_v<U, T>>>
  View(const View<U, N>& other) : View(other.data(), other.extents(), other.byte_strides()) {}

  // Element (0, ..., 0).
  T* data() const { return _data; }
  const Extents& extents() const { return _extents; }
  const Extents& byte_strides() const { return _strides; }
  int64_t extent(size_t d) const { return _extents[d]; }
  int64_t size() const {
    int64_t n = 1;
    for (const int64_t extent : _extents) n *= extent;
    return n;
  }
  bool is_contiguous() const {
    return is_row_major(_extents.data(), _strides.data(), static_cast<int32_t>(N), sizeof(T));
  }

  // The element at an index per dimension, unchecked.
  template <class... Index>
  T& operator()(Index... index) const {
    static_assert(sizeof...(Index) == N, "one index per dimension");
    int64_t offset = 0;
    size_t d = 0;
    ((offset += static_cast<int64_t>(index) * _strides[d++]), ...);
    return *at(offset);
  }

  // All elements in row-major order, where they lie in that order without gaps; ERR_UNSUPPORTED otherwise.
  Span<T> span() const {
    if (!is_contiguous())
      throw Error(
          "ERR_UNSUPPORTED",
          "Expected a contiguous row-major section but received a strided one; use operator() or copy "
          "it")
          .with("feature", std::string("strided view"));
    return Span<T>(_data, static_cast<size_t>(size()));
  }

  // Indices [from, to) of dimension d: the same memory, a smaller extent.
  View slice(size_t d, int64_t from, int64_t to) const {
    if (d >= N || from < 0 || to < from || to > _extents[d])
      throw Error("ERR_SELECTION", "Expected a range inside dimension " + std::to_string(d) +
                                       " but received [" + std::to_string(from) + ", " + std::to_string(to) +
                                       ")");
    View out = *this;
    if (to > from) out._data = at(from * _strides[d]);  // an empty one has no element to point at
    out._extents[d] = to - from;
    return out;
  }

 private:
  T* at(int64_t offset) const {
    using Byte = std::conditional_t<std::is_const_v<T>, const std::byte, std::byte>;
    return reinterpret_cast<T*>(reinterpret_cast<Byte*>(_data) + offset);
  }

  T* _data;
  Extents _extents, _strides;
};

}  // namespace dap
