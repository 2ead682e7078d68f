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

#include "kernels/reductions/chunks.h"
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

// The extremum of floats that come bit by bit, in registers.
template <bool larger, class T>
class RunningExtremum {
 public:
  HWY_INLINE RunningExtremum() {
    for (std::size_t r = 0; r < registers; ++r) _best[r] = start(), _nan[r] = hn::Zero(D());
  }

  HWY_INLINE void take(const T* HWY_RESTRICT x, std::ptrdiff_t n) {
    constexpr auto step = static_cast<std::ptrdiff_t>(registers * lanes);
    std::ptrdiff_t i = 0;
    for (; i + step <= n; i += step)
      for (std::size_t r = 0; r < registers; ++r)
        take_register(r, hn::LoadU(D(), x + i + static_cast<std::ptrdiff_t>(r * lanes)));
    for (; i < n; ++i) {
      _any_nan |= is_nan(x[i]);
      _value = is_nan(x[i]) ? _value : stronger<larger>(_value, x[i]);
    }
  }

  // Among those that are no NaN; the weakest value when there are none.
  HWY_INLINE T value() {
    for (std::size_t half = registers / 2; half > 0; half /= 2)
      for (std::size_t r = 0; r < half; ++r) _best[r] = stronger_vector<larger>(_best[r], _best[r + half]);
    HWY_ALIGN T values[lanes];
    hn::Store(_best[0], D(), values);
    for (std::size_t half = lanes / 2; half > 0; half /= 2)
      for (std::size_t k = 0; k < half; ++k) values[k] = stronger<larger>(values[k], values[k + half]);
    return stronger<larger>(_value, values[0]);
  }

  HWY_INLINE bool any_nan() const {
    auto is = hn::IsNaN(_nan[0]);
    for (std::size_t r = 1; r < registers; ++r) is = hn::Or(is, hn::IsNaN(_nan[r]));
    return _any_nan || !hn::AllFalse(D(), is);
  }

 private:
  using D = hn::ScalableTag<T>;
  using V = hn::Vec<D>;
  static constexpr std::size_t lanes = hn::MaxLanes(D()), registers = 4;

  static HWY_INLINE V start() { return hn::Set(D(), weakest<larger, T>()); }

  HWY_INLINE void take_register(std::size_t r, V v) {
    const auto is = hn::IsNaN(v);
    _nan[r] = hn::IfThenElse(is, v, _nan[r]);
    _best[r] = stronger_vector<larger>(_best[r], hn::IfThenElse(is, start(), v));
  }

  V _best[registers], _nan[registers];
  T _value = weakest<larger, T>();
  bool _any_nan = false;
};

template <bool larger, class T>
HWY_INLINE T plain_extremum_of(const T* HWY_RESTRICT x, std::ptrdiff_t n) {
  T value = weakest<larger, T>();
  for (std::ptrdiff_t i = 0; i < n; ++i) value = stronger<larger>(value, x[i]);
  return value;
}

// Of at most a group.
template <bool larger, class T>
HWY_INLINE Found<T> extremum_of(const T* HWY_RESTRICT x, std::ptrdiff_t n) {
  if constexpr (is_float<T>) {
    RunningExtremum<larger, T> running;
    for (Chunks<T> chunk(x, n); chunk.more(); chunk.next()) running.take(chunk.data(), chunk.length());
    const T value = running.value();
    const bool nan = running.any_nan();
    // A block of NaN shows the start value, which may also have been an element; then somebody has to look.
    bool number = value != weakest<larger, T>() || !nan;
    if (!number)
      for (std::ptrdiff_t i = 0; i < n; ++i) number |= !is_nan(x[i]);
    return {value, nan, number && n > 0};
  } else {
    T value = weakest<larger, T>();
    for (Chunks<T> chunk(x, n); chunk.more(); chunk.next())
      value = stronger<larger>(value, plain_extremum_of<larger>(chunk.data(), chunk.length()));
    return {value, false, n > 0};
  }
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
