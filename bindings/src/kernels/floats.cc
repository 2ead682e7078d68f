// Rounding, signs and division with remainder of floating-point numbers.
#include <cmath>

#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/floats.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include "kernels/map.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

struct Sqrt {
  template <class T>
  static T apply(T a) {
    return std::sqrt(a);
  }
};

struct Floor {
  template <class T>
  static T apply(T a) {
    return std::floor(a);
  }
};

struct Ceil {
  template <class T>
  static T apply(T a) {
    return std::ceil(a);
  }
};

struct Trunc {
  template <class T>
  static T apply(T a) {
    return std::trunc(a);
  }
};

// half to even: the rounding mode that every program starts in
struct Round {
  template <class T>
  static T apply(T a) {
    if constexpr (is_complex<T>)
      return {std::rint(a.re), std::rint(a.im)};
    else
      return std::rint(a);
  }
};

inline constexpr double pi = 3.14159265358979323846;

struct Deg2rad {
  template <class T>
  static T apply(T a) {
    return a * static_cast<T>(pi / 180);
  }
};

struct Rad2deg {
  template <class T>
  static T apply(T a) {
    return a * static_cast<T>(180 / pi);
  }
};

struct Copysign {
  template <class T>
  static T apply(T a, T b) {
    return std::copysign(a, b);
  }
};

struct Heaviside {
  template <class T>
  static T apply(T a, T at_zero) {
    const T step = a > 0 ? static_cast<T>(1) : static_cast<T>(0);
    const T known = a == 0 ? at_zero : step;
    return a == a ? known : a;  // NaN
  }
};

struct Fmod {
  template <class T>
  static T apply(T a, T b) {
    return std::fmod(a, b);
  }
};

// The sign of the divisor, also of a zero.
struct Remainder {
  template <class T>
  static T apply(T a, T b) {
    const T rest = std::fmod(a, b);
    if (b == 0 || rest != rest) return rest;
    if (rest == 0) return std::copysign(static_cast<T>(0), b);
    return (rest < 0) != (b < 0) ? rest + b : rest;
  }
};

// floor(a / b) of the exact quotient, which the rounded a / b may miss: a less the remainder is a multiple of
// b.
struct FloorDivide {
  template <class T>
  static T apply(T a, T b) {
    if (b == 0) return a / b;
    const T rest = std::fmod(a, b);
    T quotient = (a - rest) / b;
    if (rest != 0 && (rest < 0) != (b < 0)) quotient -= 1;
    if (quotient == 0) return std::copysign(static_cast<T>(0), a / b);
    const T floor = std::floor(quotient);
    return quotient - floor > static_cast<T>(0.5) ? floor + 1 : floor;
  }
};

}  // namespace

void floats(LoopList& list) {
  unary<Sqrt>(list, "sqrt", Floats{});
  unary<Floor>(list, "floor", Floats{});
  unary<Ceil>(list, "ceil", Floats{});
  unary<Trunc>(list, "trunc", Floats{});
  unary<Round>(list, "round", Join<Floats, Complexes>{});
  unary<Deg2rad>(list, "deg2rad", Floats{});
  unary<Rad2deg>(list, "rad2deg", Floats{});
  binary<Copysign>(list, "copysign", Floats{});
  binary<Heaviside>(list, "heaviside", Floats{});
  binary<Fmod>(list, "fmod", Floats{});
  binary<Remainder>(list, "remainder", Floats{});
  binary<FloorDivide>(list, "floorDivide", Floats{});
}
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(floats);

void add_floats(LoopList& list) {
  HWY_DYNAMIC_DISPATCH(floats)(list);
}

}  // namespace distarray::kernels
#endif
