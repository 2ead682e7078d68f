// Conversions between all element types.
#include <limits>

#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/casts.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include "kernels/map.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

// Towards zero; to the nearest integer there is when out of range, and to 0 from NaN, where C++ leaves it
// undefined.
template <class I, class F>
I saturate(F a) {
  constexpr F end = 2 * static_cast<F>(std::uint64_t{1} << (std::numeric_limits<I>::digits - 1));
  constexpr F low = std::is_signed_v<I> ? -end : static_cast<F>(0);
  const F inside = a >= low && a < end ? a : static_cast<F>(0);
  const I below = a < low ? std::numeric_limits<I>::min() : static_cast<I>(inside);
  return a >= end ? std::numeric_limits<I>::max() : below;
}

struct Astype {
  template <class To, class From>
  static To apply(From a) {
    if constexpr (std::is_same_v<To, From>)
      return a;
    else if constexpr (std::is_same_v<From, Bool>)
      return apply<To>(static_cast<std::uint8_t>(a));
    else if constexpr (std::is_same_v<To, Bool>)
      return to_bool(a);
    else if constexpr (is_complex<From>)
      return from_complex<To>(a);
    else if constexpr (is_complex<To>)
      return {static_cast<decltype(To::re)>(a), 0};
    else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>)
      return saturate<To>(a);
    else
      return static_cast<To>(a);
  }

  template <class From>
  static Bool to_bool(From a) {
    if constexpr (is_complex<From>)
      return static_cast<Bool>((a.re != 0) | (a.im != 0));
    else
      return static_cast<Bool>(a != 0);
  }

  template <class To, class From>
  static To from_complex(From a) {
    if constexpr (is_complex<To>)
      return {static_cast<decltype(To::re)>(a.re), static_cast<decltype(To::re)>(a.im)};
    else
      return apply<To>(a.re);
  }
};

template <class From, class... To>
void from(LoopList& list, Types<To...>) {
  (add1<Astype, To, From>(list, "astype"), ...);
}

template <class... From>
void from_each(LoopList& list, Types<From...>) {
  (from<From>(list, All{}), ...);
}

}  // namespace

void casts(LoopList& list) {
  from_each(list, All{});
}
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(casts);

void add_casts(LoopList& list) {
  HWY_DYNAMIC_DISPATCH(casts)(list);
}

}  // namespace distarray::kernels
#endif
