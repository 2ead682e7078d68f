// Sums of blocks, compiled once for each instruction set (no include guard in the usual sense).
#if defined(DISTARRAY_SUM_BLOCK_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef DISTARRAY_SUM_BLOCK_INL
#undef DISTARRAY_SUM_BLOCK_INL
#else
#define DISTARRAY_SUM_BLOCK_INL
#endif

#include <hwy/highway.h>

#include <cstddef>

#include "kernels/reductions/chunks.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using D64 = hn::ScalableTag<double>;
using V64 = hn::Vec<D64>;
inline constexpr std::size_t lanes64 = hn::MaxLanes(D64());

HWY_INLINE V64 load_wide(const double* x) {
  return hn::LoadU(D64(), x);
}
HWY_INLINE V64 load_wide(const float* x) {
  return hn::PromoteTo(D64(), hn::LoadU(hn::Rebind<float, D64>(), x));
}

// `count` running sums to `width` ones: sum i of the result is that of all whose number is i modulo `width`.
template <std::size_t width, std::size_t count>
HWY_INLINE void halve(double* sums) {
  for (std::size_t half = count / 2; half >= width; half /= 2)
    for (std::size_t i = 0; i < half; ++i) sums[i] += sums[i + half];
}

// The sum of `count` registers, `step` apart, in the order of `halve`.
template <std::size_t count, std::size_t step>
HWY_INLINE V64 halved(const V64* sum) {
  if constexpr (count == 1)
    return sum[0];
  else
    return hn::Add(halved<count / 2, 2 * step>(sum), halved<count / 2, 2 * step>(sum + step));
}

// `halve` for running sums in registers.
template <std::size_t width, std::size_t registers>
HWY_INLINE void halve_registers(const V64* sum, double* out) {
  constexpr std::size_t left = lanes64 < width ? width / lanes64 : 1;  // registers
  HWY_ALIGN double sums[left * lanes64];
  for (std::size_t r = 0; r < left; ++r)
    hn::Store(halved<registers / left, left>(sum + r), D64(), sums + r * lanes64);
  halve<width, left * lanes64>(sums);
  for (std::size_t k = 0; k < width; ++k) out[k] = sums[k];
}

// The sums of the `width` interleaved series in x[0, n), at most a chunk, in 32 running sums on every
// instruction set: so the result is the same on all of them.
template <std::size_t width, class T>
HWY_INLINE void sum_chunk(const T* HWY_RESTRICT x, std::size_t n, double* HWY_RESTRICT out) {
  constexpr std::size_t running = 32, registers = running / lanes64;
  V64 sum[registers];
  for (std::size_t r = 0; r < registers; ++r) sum[r] = hn::Zero(D64());
  std::size_t i = 0;
  for (; i + running <= n; i += running)
    for (std::size_t r = 0; r < registers; ++r) sum[r] = hn::Add(sum[r], load_wide(x + i + r * lanes64));
  if (i == n) return halve_registers<width, registers>(sum, out);
  HWY_ALIGN double sums[running];
  for (std::size_t r = 0; r < registers; ++r) hn::Store(sum[r], D64(), sums + r * lanes64);
  for (std::size_t k = 0; i < n; ++i, ++k) sums[k] += static_cast<double>(x[i]);
  halve<width, running>(sums);
  for (std::size_t k = 0; k < width; ++k) out[k] = sums[k];
}

// The sums of the chunks of a group, which become one pairwise.
template <std::size_t width>
class ChunkSums {
 public:
  double* of_chunk(std::ptrdiff_t place) { return _sums + static_cast<std::size_t>(place) * width; }

  // Of the first `count` chunks.
  void total(std::ptrdiff_t count, double* out) {
    std::size_t whole = 1;
    while (whole < static_cast<std::size_t>(count)) whole *= 2;
    for (std::size_t i = static_cast<std::size_t>(count) * width; i < whole * width; ++i) _sums[i] = 0;
    for (std::size_t half = whole * width / 2; half >= width; half /= 2)
      for (std::size_t i = 0; i < half; ++i) _sums[i] += _sums[i + half];
    for (std::size_t k = 0; k < width; ++k) out[k] = _sums[k];
  }

 private:
  HWY_ALIGN double _sums[group_chunks * width];
};

// The sums of one chunk of each stream of a group, from x on: as by sum_chunk, but two cache lines of each in
// turn, which took 0.90 of the time of whole chunks in turn. Needs 16 registers for the running sums.
template <std::size_t width, class T>
HWY_INLINE void sum_side_by_side(const T* HWY_RESTRICT x, ChunkSums<width>& sums, std::ptrdiff_t place) {
  constexpr std::size_t registers = 32 / lanes64, half = registers / 2;
  constexpr std::ptrdiff_t apart = stream_chunks * chunk_of<T>, ahead = 512 / std::ptrdiff_t{sizeof(T)};
  constexpr std::ptrdiff_t line = 64 / std::ptrdiff_t{sizeof(T)};
  V64 sum[streams][registers];
  for (auto& stream : sum)
    for (V64& running : stream) running = hn::Zero(D64());
  for (std::ptrdiff_t i = 0; i < chunk_of<T>; i += 32)
    for (std::size_t first = 0; first < registers; first += half)
      for (std::ptrdiff_t s = 0; s < streams; ++s) {
        const T* at = x + s * apart + i + static_cast<std::ptrdiff_t>(first * lanes64);
        for (std::ptrdiff_t next = 0; next < 16; next += line) __builtin_prefetch(at + ahead + next);
        for (std::size_t r = 0; r < half; ++r)
          sum[s][first + r] = hn::Add(sum[s][first + r], load_wide(at + r * lanes64));
      }
  for (std::ptrdiff_t s = 0; s < streams; ++s)
    halve_registers<width, registers>(sum[s], sums.of_chunk(s * stream_chunks + place));
}

// The sums of the `width` interleaved series in x[0, n), at most a group.
template <std::size_t width, class T>
HWY_INLINE void sum_block(const T* HWY_RESTRICT x, std::ptrdiff_t n, double* HWY_RESTRICT out) {
  if (n <= chunk_of<T>) return sum_chunk<width>(x, static_cast<std::size_t>(n), out);
  ChunkSums<width> sums;
  if (lanes64 == 8 && n == group_of<T>)
    for (std::ptrdiff_t place = 0; place < stream_chunks; ++place)
      sum_side_by_side(x + place * chunk_of<T>, sums, place);
  else
    for (Chunks<T> chunk(x, n); chunk.more(); chunk.next())
      sum_chunk<width>(chunk.data(), static_cast<std::size_t>(chunk.length()), sums.of_chunk(chunk.place()));
  sums.total(Chunks<T>::count_of(n), out);
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
