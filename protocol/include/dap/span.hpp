// dap/span.hpp - a run of elements: std::span where the language has it, else what is needed of it.
#pragma once
#include <cstddef>

#if __cplusplus >= 202002L
#include <span>
namespace dap {
template <class T>
using Span = std::span<T>;
}
#else
namespace dap {
template <class T>
class Span {
 public:
  constexpr Span(T* data, size_t size) : _data(data), _size(size) {}

  constexpr T* data() const { return _data; }
  constexpr size_t size() const { return _size; }
  constexpr bool empty() const { return _size == 0; }
  constexpr T* begin() const { return _data; }
  constexpr T* end() const { return _data + _size; }
  constexpr T& operator[](size_t i) const { return _data[i]; }

 private:
  T* _data;
  size_t _size;
};
}  // namespace dap
#endif
