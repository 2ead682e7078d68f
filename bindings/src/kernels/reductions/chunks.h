// In which order long runs of elements are read. One stream of reads does not fill the lines to memory: four
// of them side by side, 128 KiB apart, and each chunk asked for while the one before it is added up, took
// 0.80 of the time of the plain loop.
#pragma once
#include <algorithm>
#include <cstddef>

namespace distarray::kernels {

inline constexpr std::ptrdiff_t chunk_bytes = 1024, streams = 4, stream_chunks = 128;
inline constexpr std::ptrdiff_t group_chunks = streams * stream_chunks;

template <class T>
inline constexpr std::ptrdiff_t chunk_of = chunk_bytes / std::ptrdiff_t{sizeof(T)};
// The elements of four streams.
template <class T>
inline constexpr std::ptrdiff_t group_of = group_chunks* chunk_of<T>;

// Walks through x[0, n), at most a group, chunk by chunk. Each chunk has its place in memory as its number.
template <class T>
class Chunks {
 public:
  Chunks(const T* x, std::ptrdiff_t n) : _x(x), _n(n), _is_group(n == group_of<T>) { prefetch(); }

  // Of x[0, n).
  static std::ptrdiff_t count_of(std::ptrdiff_t n) { return (n + chunk_of<T> - 1) / chunk_of<T>; }

  bool more() const { return _turn * chunk_of<T> < _n; }
  void next() {
    _place = place_of(++_turn);
    prefetch();
  }
  std::ptrdiff_t place() const { return _place; }
  std::ptrdiff_t start() const { return _place * chunk_of<T>; }
  const T* data() const { return _x + start(); }
  std::ptrdiff_t length() const { return std::min(chunk_of<T>, _n - start()); }

 private:
  // The first chunk of the next group comes after the last one.
  std::ptrdiff_t place_of(std::ptrdiff_t turn) const {
    return _is_group && turn < group_chunks ? turn % streams * stream_chunks + turn / streams : turn;
  }

  // Inlined always: else gcc finds that the function does nothing, and leaves it out.
  [[gnu::always_inline]] void prefetch() const {
    if (!_is_group) return;
    const auto* next = reinterpret_cast<const char*>(_x) + place_of(_turn + 1) * chunk_bytes;
    for (std::ptrdiff_t line = 0; line < chunk_bytes; line += 64) __builtin_prefetch(next + line);
  }

  const T* _x;
  std::ptrdiff_t _n, _turn = 0, _place = 0;
  bool _is_group;
};

}  // namespace distarray::kernels
