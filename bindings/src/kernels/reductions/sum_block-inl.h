// Sums of blocks, compiled once for each instruction set (no include guard in the usual sense).
#if defined(DISTARRAY_SUM_BLOCK_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef DISTARRAY_SUM_BLOCK_INL
#undef DISTARRAY_SUM_BLOCK_INL
#else
#define DISTARRAY_SUM_BLOCK_INL
#endif

#include <hwy/highway.h>

#include <cstddef>

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

// The sums of the `width` interleaved series in x[0, n), in 32 running sums on every instruction set: so the
// result is the same on all of them.
template <std::size_t width, class T>
HWY_INLINE void sum_block(const T* HWY_RESTRICT x, std::size_t n, double* HWY_RESTRICT out) {
  constexpr std::size_t running = 32, registers = running / lanes64;
  V64 sum[registers];
  for (std::size_t r = 0; r < registers; ++r) sum[r] = hn::Zero(D64());
  std::size_t i = 0;
  for (; i + running <= n; i += running)
    for (std::size_t r = 0; r < registers; ++r) sum[r] = hn::Add(sum[r], load_wide(x + i + r * lanes64));
  HWY_ALIGN double sums[running];
  for (std::size_t r = 0; r < registers; ++r) hn::Store(sum[r], D64(), sums + r * lanes64);
  for (std::size_t k = 0; i < n; ++i, ++k) sums[k] += static_cast<double>(x[i]);
  halve<width, running>(sums);
  for (std::size_t k = 0; k < width; ++k) out[k] = sums[k];
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
