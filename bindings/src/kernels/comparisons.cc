// Comparisons and tests, into bool.
#include <cmath>
#include <limits>

#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/comparisons.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include "kernels/map.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

struct Equal {
  template <class R, class T>
  static R apply(T a, T b) {
    if constexpr (is_complex<T>)
      return static_cast<R>((a.re == b.re) & (a.im == b.im));
    else
      return static_cast<R>(a == b);
  }
};

struct NotEqual {
  template <class R, class T>
  static R apply(T a, T b) {
    if constexpr (is_complex<T>)
      return static_cast<R>((a.re != b.re) | (a.im != b.im));
    else
      return static_cast<R>(a != b);
  }
};

struct Less {
  template <class R, class T>
  static R apply(T a, T b) {
    return static_cast<R>(a < b);
  }
};

struct LessEqual {
  template <class R, class T>
  static R apply(T a, T b) {
    return static_cast<R>(a <= b);
  }
};

struct Greater {
  template <class R, class T>
  static R apply(T a, T b) {
    return static_cast<R>(a > b);
  }
};

struct GreaterEqual {
  template <class R, class T>
  static R apply(T a, T b) {
    return static_cast<R>(a >= b);
  }
};

template <class T>
bool is_nan(T a) {
  return a != a;
}

template <class T>
bool is_inf(T a) {
  return std::abs(a) == std::numeric_limits<T>::infinity();
}

template <class T>
bool is_finite(T a) {
  return std::abs(a) <= std::numeric_limits<T>::max();
}

struct IsNaN {
  template <class R, class T>
  static R apply(T a) {
    if constexpr (is_complex<T>)
      return static_cast<R>(is_nan(a.re) | is_nan(a.im));
    else
      return static_cast<R>(is_nan(a));
  }
};

struct IsInf {
  template <class R, class T>
  static R apply(T a) {
    if constexpr (is_complex<T>)
      return static_cast<R>(is_inf(a.re) | is_inf(a.im));
    else
      return static_cast<R>(is_inf(a));
  }
};

struct IsFinite {
  template <class R, class T>
  static R apply(T a) {
    if constexpr (is_complex<T>)
      return static_cast<R>(is_finite(a.re) & is_finite(a.im));
    else
      return static_cast<R>(is_finite(a));
  }
};

// of zeros and NaNs too
struct Signbit {
  template <class R, class T>
  static R apply(T a) {
    return static_cast<R>(std::signbit(a));
  }
};

}  // namespace

void comparisons(LoopList& list) {
  using Ordered = Join<Bools, Reals>;
  using Inexact = Join<Floats, Complexes>;
  compare<Equal>(list, "equal", All{});
  compare<NotEqual>(list, "notEqual", All{});
  compare<Less>(list, "less", Ordered{});
  compare<LessEqual>(list, "lessEqual", Ordered{});
  compare<Greater>(list, "greater", Ordered{});
  compare<GreaterEqual>(list, "greaterEqual", Ordered{});
  test<IsNaN>(list, "isnan", Inexact{});
  test<IsInf>(list, "isinf", Inexact{});
  test<IsFinite>(list, "isfinite", Inexact{});
  test<Signbit>(list, "signbit", Floats{});
}
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(comparisons);

void add_comparisons(LoopList& list) {
  HWY_DYNAMIC_DISPATCH(comparisons)(list);
}

}  // namespace distarray::kernels
#endif
