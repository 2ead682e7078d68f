// Arithmetic of real numbers; integers wrap around.
#include <cmath>

#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/arithmetic.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include "kernels/map.h"
#include "kernels/wrap.h"
HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

struct Add {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(wide(a) + wide(b));
  }
};

struct Subtract {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(wide(a) - wide(b));
  }
};

struct Multiply {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(wide(a) * wide(b));
  }
};

struct Divide {
  template <class T>
  static T apply(T a, T b) {
    return a / b;
  }
};

struct Negative {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_integral_v<T>) return static_cast<T>(0 - wide(a));
    return -a;
  }
};

struct Positive {
  template <class T>
  static T apply(T a) {
    return a;
  }
};

struct Square {
  template <class T>
  static T apply(T a) {
    return static_cast<T>(wide(a) * wide(a));
  }
};

struct Reciprocal {
  template <class T>
  static T apply(T a) {
    return 1 / a;
  }
};

struct Abs {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_unsigned_v<T>) return a;
    if constexpr (std::is_floating_point_v<T>) return std::abs(a);
    return a < 0 ? static_cast<T>(0 - wide(a)) : a;
  }
};

struct Sign {
  template <class T>
  static T apply(T a) {
    const auto positive = static_cast<T>(a > 0);
    if constexpr (std::is_unsigned_v<T>) return positive;
    const T sign = a < 0 ? static_cast<T>(-1) : positive;
    return a == a ? sign : a;  // NaN
  }
};

}  // namespace

void arithmetic(LoopList& list) {
  binary<Add>(list, "add", Reals{});
  binary<Subtract>(list, "subtract", Reals{});
  binary<Multiply>(list, "multiply", Reals{});
  binary<Divide>(list, "divide", Floats{});
  unary<Negative>(list, "negative", Reals{});
  unary<Positive>(list, "positive", Reals{});
  unary<Square>(list, "square", Reals{});
  unary<Reciprocal>(list, "reciprocal", Floats{});
  unary<Abs>(list, "abs", Reals{});
  unary<Sign>(list, "sign", Reals{});
}
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(arithmetic);

void add_arithmetic(LoopList& list) {
  HWY_DYNAMIC_DISPATCH(arithmetic)(list);
}

}  // namespace distarray::kernels
#endif
