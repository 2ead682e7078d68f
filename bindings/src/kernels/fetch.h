// Asking for memory before it is read: the processor does that by itself only for what it sees coming, which
// is not so while the other steps of a tile run.
#pragma once
#include <cstddef>

namespace distarray::kernels {

inline constexpr std::ptrdiff_t cache_line = 64;
// Bytes from what is read to what is asked for. Measured with bench/elementwise, from 1024 to 5120.
inline constexpr std::ptrdiff_t fetch_distance = 2048;

// Of which elements: loops over shorter ones are compiled once only.
template <class T>
inline constexpr bool is_fetched = sizeof(T) >= 4;

// How many elements of T a loop takes between two requests: two cache lines.
template <class T>
inline constexpr std::ptrdiff_t elements_at_once = 2 * cache_line / static_cast<std::ptrdiff_t>(sizeof(T));

// Ask for n elements in some distance from `a`. There need not be any.
template <std::ptrdiff_t n, class T>
void fetch(const T* a) {
  for (std::ptrdiff_t bytes = 0; bytes < n * static_cast<std::ptrdiff_t>(sizeof(T)); bytes += cache_line)
    __builtin_prefetch(reinterpret_cast<const char*>(a) + fetch_distance + bytes);
}

}  // namespace distarray::kernels
