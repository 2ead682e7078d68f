// The extremum of a block, compiled once for each instruction set.
#if defined(DISTARRAY_EXTREMUM_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef DISTARRAY_EXTREMUM_INL
#undef DISTARRAY_EXTREMUM_INL
#else
#define DISTARRAY_EXTREMUM_INL
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <limits>

#include "kernels/reductions/element_types.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// The value that every other one replaces.
template <bool larger, class T>
constexpr T weakest() {
  if constexpr (std::is_same_v<T, Bool>)
    return larger ? Bool::no : Bool::yes;
  else if constexpr (is_float<T>)
    return larger ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::infinity();
  else
    return larger ? std::numeric_limits<T>::lowest() : std::numeric_limits<T>::max();
}

// The larger or smaller of two values that are no NaN. Of two zeros 0 is the larger one and -0 the smaller
// one, so that the order of the elements does not show in the result.
template <bool larger, class T>
HWY_INLINE T stronger(T a, T b) {
  if constexpr (is_float<T>) {
    // Equal numbers differ in no more than the sign of zero, which a sum or its negation shows.
    const T equal = larger ? a + b : -(-a - b);
    const T other = larger ? (a > b ? a : b) : (a < b ? a : b);
    return (a == b) & (a == 0) ? equal : other;
  } else {
    return larger ? (a > b ? a : b) : (a < b ? a : b);
  }
}

template <bool larger, class V>
HWY_INLINE V stronger_vector(V a, V b) {
  // Max and Min return one or the other of two zeros, by the order of their arguments.
  if (larger) return hn::And(hn::Max(a, b), hn::Max(b, a));
  return hn::Or(hn::Min(a, b), hn::Min(b, a));
}

// What a block says: its extremum among the numbers that are no NaN, and which kinds of elements there are.
template <class T>
struct Found {
  T value;
  bool nan, number;
};

template <bool larger, class T>
HWY_INLINE Found<T> extremum_of(const T* HWY_RESTRICT x, std::ptrdiff_t n) {
  T value = weakest<larger, T>();
  if constexpr (is_float<T>) {
    const hn::ScalableTag<T> d;
    constexpr std::ptrdiff_t lanes = hn::MaxLanes(d), registers = 4;
    using V = hn::Vec<decltype(d)>;
    const V start = hn::Set(d, value);
    V best[registers], nan[registers];
    for (std::ptrdiff_t r = 0; r < registers; ++r) best[r] = start, nan[r] = hn::Zero(d);
    std::ptrdiff_t i = 0;
    for (; i + registers * lanes <= n; i += registers * lanes)
      for (std::ptrdiff_t r = 0; r < registers; ++r) {
        const V v = hn::LoadU(d, x + i + r * lanes);
        const auto is = hn::IsNaN(v);
        nan[r] = hn::IfThenElse(is, v, nan[r]);
        best[r] = stronger_vector<larger>(best[r], hn::IfThenElse(is, start, v));
      }
    HWY_ALIGN T values[registers * lanes];
    HWY_ALIGN T nans[registers * lanes];
    for (std::ptrdiff_t r = 0; r < registers; ++r) {
      hn::Store(best[r], d, values + r * lanes);
      hn::Store(nan[r], d, nans + r * lanes);
    }
    bool any_nan = false;
    if (i > 0)
      for (std::ptrdiff_t k = 0; k < registers * lanes; ++k) {
        value = stronger<larger>(value, values[k]);
        any_nan |= is_nan(nans[k]);
      }
    for (; i < n; ++i) {
      any_nan |= is_nan(x[i]);
      value = is_nan(x[i]) ? value : stronger<larger>(value, x[i]);
    }
    // A block of NaN shows the start value, which may also have been an element; then somebody has to look.
    bool number = value != weakest<larger, T>() || !any_nan;
    if (!number)
      for (i = 0; i < n; ++i) number |= !is_nan(x[i]);
    return {value, any_nan, number && n > 0};
  } else {
    for (std::ptrdiff_t i = 0; i < n; ++i) value = stronger<larger>(value, x[i]);
    return {value, false, n > 0};
  }
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
