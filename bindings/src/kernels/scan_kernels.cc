// The loops of scans. Float lines without gaps are added up, and compared, in registers: each register is
// scanned in log2 steps and takes the running value in one, so that no element waits for the one before it.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/scan_kernels.cc"
#include "kernels/targets.h"
// After targets.h.
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernels/reductions/element_types.h"
#include "kernels/reductions/extremum-inl.h"
#include "kernels/scan.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

template <class T>
struct Add {
  static HWY_INLINE T apply(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
      using U = std::make_unsigned_t<T>;
      return static_cast<T>(static_cast<U>(static_cast<U>(a) + static_cast<U>(b)));
    } else {
      return a + b;
    }
  }
};
template <class T>
struct Add<Complex<T>> {
  static HWY_INLINE Complex<T> apply(Complex<T> a, Complex<T> b) { return {a.re + b.re, a.im + b.im}; }
};

template <class T>
struct Multiply {
  static HWY_INLINE T apply(T a, T b) {
    if constexpr (std::is_integral_v<T>)  // in 64 bits: uint16 would be promoted to int and overflow
      return static_cast<T>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
    else
      return a * b;
  }
};
template <class T>
struct Multiply<Complex<T>> {
  static HWY_INLINE Complex<T> apply(Complex<T> a, Complex<T> b) {
    return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
  }
};

template <bool larger, class T>
struct Pick {
  static HWY_INLINE T apply(T a, T b) {
    const T best = stronger<larger>(a, b);
    if constexpr (is_float<T>) return is_nan(a) | is_nan(b) ? a + b : best;
    return best;
  }
};
template <class T>
using Maximum = Pick<true, T>;
template <class T>
using Minimum = Pick<false, T>;

// Elements are loaded and stored by memcpy where strides leave them anywhere.
template <class T, class Op>
void scan_strided(const std::byte* in, std::byte* out, const ScanLine& line, void* state, bool carries) {
  T& kept = *static_cast<T*>(state);
  T sum = kept;
  for (std::int64_t i = 0; i < line.length; ++i) {
    const T x = *reinterpret_cast<const T*>(in + i * line.in_stride);
    sum = carries || i > 0 ? Op::apply(sum, x) : x;
    *reinterpret_cast<T*>(out + i * line.out_stride) = sum;
  }
  kept = sum;
}

template <class T, class Op>
void scan_lines(const std::byte* in, std::byte* out, const ScanLine& line, void* state, bool carries,
                std::int64_t count) {
  constexpr std::int64_t chunk = 1024;  // lines whose running values stay in cache
  for (std::int64_t start = 0; start < count; start += chunk) {
    const std::int64_t n = count - start < chunk ? count - start : chunk;
    T* HWY_RESTRICT sum = static_cast<T*>(state) + start;
    for (std::int64_t k = 0; k < line.length; ++k) {
      // May be the same memory, element for element.
      const T* x = reinterpret_cast<const T*>(in + k * line.in_stride) + start;
      T* y = reinterpret_cast<T*>(out + k * line.out_stride) + start;
      if (k == 0 && !carries)
        for (std::int64_t i = 0; i < n; ++i) sum[i] = x[i];
      else
        for (std::int64_t i = 0; i < n; ++i) sum[i] = Op::apply(sum[i], x[i]);
      for (std::int64_t i = 0; i < n; ++i) y[i] = sum[i];
    }
  }
}

// How registers are combined, and what they are filled up with.
struct AddVector {
  static constexpr bool filled = false;
  template <class V>
  static HWY_INLINE V apply(V a, V b) {
    return hn::Add(a, b);
  }
};
template <bool larger>
struct PickVector {
  static constexpr bool filled = true;
  template <class V>
  static HWY_INLINE V apply(V a, V b) {
    const auto either = hn::Or(hn::IsNaN(a), hn::IsNaN(b));
    return hn::IfThenElse(either, hn::Add(a, b), stronger_vector<larger>(a, b));
  }
};

// The lanes of v, `by` higher; the lowest ones of `fill`.
template <class D, class V>
HWY_INLINE V shifted_up(D d, V v, V fill, std::size_t by) {
  HWY_ALIGN hwy::MakeSigned<hn::TFromD<D>> lanes[hn::MaxLanes(D())];
  for (std::size_t i = 0; i < hn::MaxLanes(d); ++i)
    lanes[i] = static_cast<hwy::MakeSigned<hn::TFromD<D>>>(i < by ? i : i - by);
  return hn::IfThenElse(hn::FirstN(d, by), fill, hn::TableLookupLanes(v, hn::SetTableIndices(d, lanes)));
}

// Whole registers of real (width 1) or complex (width 2) floats T from x to y, behind the running value
// `kept`. Past the caches when `streamed`: y is aligned then. Returns how many elements there were.
template <class T, std::size_t width, class VectorOp, bool streamed>
HWY_INLINE std::int64_t scan_registers(const T* x, T* y, std::int64_t length, T* kept) {
  const hn::ScalableTag<T> d;
  constexpr std::size_t lanes = hn::MaxLanes(d);
  constexpr std::int64_t step = lanes, ahead = 2048 / static_cast<std::int64_t>(sizeof(T));
  HWY_ALIGN T start[lanes];
  for (std::size_t i = 0; i < lanes; ++i) start[i] = kept[i % width];
  auto running = hn::Load(d, start);
  const auto fill = hn::Set(d, T{0});
  HWY_ALIGN hwy::MakeSigned<T> last[lanes];
  for (std::size_t i = 0; i < lanes; ++i)
    last[i] = static_cast<hwy::MakeSigned<T>>(lanes - width + i % width);
  const auto last_lanes = hn::SetTableIndices(d, last);
  const std::int64_t numbers = length * std::int64_t{width};
  std::int64_t i = 0;
  for (; i + step <= numbers; i += step) {
    if constexpr (streamed) hwy::Prefetch(x + i + ahead);
    auto v = hn::LoadU(d, x + i);
    // A number is its own maximum, so that lanes without another one below take themselves.
    for (std::size_t by = width; by < lanes; by *= 2)
      v = VectorOp::apply(shifted_up(d, v, VectorOp::filled ? v : fill, by), v);
    const auto sums = VectorOp::apply(running, v);
    if constexpr (streamed)
      hn::Stream(sums, d, y + i);
    else
      hn::StoreU(sums, d, y + i);
    running = VectorOp::apply(running, hn::TableLookupLanes(v, last_lanes));
  }
  if constexpr (streamed) hwy::FlushStream();
  hn::Store(running, d, start);
  for (std::size_t k = 0; k < width; ++k) kept[k] = start[k];
  return i / std::int64_t{width};
}

// Bytes from which on a line does not stay in the caches anyway.
constexpr std::int64_t streamed_from = 4 << 20;

// Lines without gaps of real (width 1) or complex (width 2) floats T.
template <class T, std::size_t width, class Element, class Op, class VectorOp>
void scan_line(const std::byte* in, std::byte* out, const ScanLine& line, void* state, bool carries) {
  constexpr auto size = static_cast<std::int64_t>(sizeof(T) * width);
  constexpr std::size_t lanes = hn::MaxLanes(hn::ScalableTag<T>());
  constexpr auto per_register = static_cast<std::int64_t>(lanes / width);
  // Where registers have one lane a complex number does not fit.
  const bool fits = per_register > 0 && line.length >= 2 * per_register;
  if (line.in_stride != size || line.out_stride != size || !fits)
    return scan_strided<Element, Op>(in, out, line, state, carries);
  // The first register by itself: it may be the one that sets the running value.
  ScanLine piece = {per_register, size, size};
  scan_strided<Element, Op>(in, out, piece, state, carries);
  auto* kept = static_cast<T*>(state);
  const T* x = reinterpret_cast<const T*>(in) + lanes;
  T* y = reinterpret_cast<T*>(out) + lanes;
  const std::int64_t left = line.length - per_register;
  const bool is_aligned = reinterpret_cast<std::uintptr_t>(y) % (lanes * sizeof(T)) == 0;
  std::int64_t done = per_register;
  if (in != out && is_aligned && line.length * size >= streamed_from)
    done += scan_registers<T, width, VectorOp, true>(x, y, left, kept);
  else
    done += scan_registers<T, width, VectorOp, false>(x, y, left, kept);
  piece.length = line.length - done;
  scan_strided<Element, Op>(in + done * size, out + done * size, piece, state, true);
}

template <template <class> class Op, class VectorOp, class T>
ScanKernel kernel_of() {
  if constexpr (is_complex<T>) {
    using Real = decltype(T::re);
    if constexpr (std::is_same_v<VectorOp, AddVector>)
      return {scan_line<Real, 2, T, Op<T>, AddVector>, scan_lines<T, Op<T>>, sizeof(T)};
    else
      return {scan_strided<T, Op<T>>, scan_lines<T, Op<T>>, sizeof(T)};
  } else if constexpr (is_float<T> && !std::is_void_v<VectorOp>) {
    return {scan_line<T, 1, T, Op<T>, VectorOp>, scan_lines<T, Op<T>>, sizeof(T)};
  } else {
    return {scan_strided<T, Op<T>>, scan_lines<T, Op<T>>, sizeof(T)};
  }
}

template <template <class> class Op, class VectorOp, class... T>
ScanKernel find_kernel(DType dtype, Types<T...>) {
  ScanKernel found{nullptr, nullptr, 0};
  ((dtype == dtype_of<T> ? void(found = kernel_of<Op, VectorOp, T>()) : void()), ...);
  return found;
}

template <template <class> class Op, class VectorOp, bool ordered>
ScanKernel find_kernel(DType dtype) {
  for (const ScanKernel& kernel :
       {find_kernel<Op, VectorOp>(dtype, Ints()), find_kernel<Op, VectorOp>(dtype, Floats())})
    if (kernel.line) return kernel;
  if constexpr (!ordered) return find_kernel<Op, VectorOp>(dtype, Complexes());
  return {nullptr, nullptr, 0};
}

ScanKernel find_scan_kernel(ScanOp op, DType dtype) {
  switch (op) {
    case ScanOp::add:
      return find_kernel<Add, AddVector, false>(dtype);
    case ScanOp::multiply:  // one after another, as in prod
      return find_kernel<Multiply, void, false>(dtype);
    case ScanOp::maximum:
      return find_kernel<Maximum, PickVector<true>, true>(dtype);
    case ScanOp::minimum:
      return find_kernel<Minimum, PickVector<false>, true>(dtype);
  }
  return {nullptr, nullptr, 0};
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {
HWY_EXPORT(find_scan_kernel);
ScanKernel scan_kernel(ScanOp op, DType dtype) {
  return HWY_DYNAMIC_DISPATCH(find_scan_kernel)(op, dtype);
}
}  // namespace distarray::kernels
#endif
