// Division and powers of integers, defined for every pair: x / 0 is 0 and nothing traps.
#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/integers.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include "kernels/map.h"
#include "kernels/wrap.h"
HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

template <class T>
constexpr bool is_minus_one(T b) {
  return std::is_signed_v<T> && b == static_cast<T>(-1);
}

// C++ division, which rounds to zero, where it is defined; the one quotient that overflows wraps around.
template <class T>
T quotient(T a, T b) {
  if (b == 0) return 0;
  if (is_minus_one(b)) return static_cast<T>(0 - wide(a));
  return static_cast<T>(a / b);
}

template <class T>
T rest(T a, T b) {
  return b == 0 || is_minus_one(b) ? static_cast<T>(0) : static_cast<T>(a % b);
}

// Whether rounding down instead of to zero makes a difference.
template <class T>
bool differs(T remainder, T b) {
  return remainder != 0 && (remainder < 0) != (b < 0);
}

struct FloorDivide {
  template <class T>
  static T apply(T a, T b) {
    const T towards_zero = quotient(a, b);
    if constexpr (std::is_unsigned_v<T>) return towards_zero;
    return static_cast<T>(towards_zero - differs(rest(a, b), b));
  }
};

struct Remainder {
  template <class T>
  static T apply(T a, T b) {
    const T remainder = rest(a, b);
    if constexpr (std::is_unsigned_v<T>) return remainder;
    return differs(remainder, b) ? static_cast<T>(remainder + b) : remainder;
  }
};

struct Fmod {
  template <class T>
  static T apply(T a, T b) {
    return rest(a, b);
  }
};

struct Pow {
  template <class T>
  static T apply(T base, T exponent) {
    if constexpr (std::is_signed_v<T>)
      if (exponent < 0) {
        if (is_minus_one(base)) return exponent % 2 ? static_cast<T>(-1) : static_cast<T>(1);
        return base == 1;
      }
    auto factor = wide(base);
    decltype(factor) result = 1;
    for (auto bits = wide(exponent); bits; bits >>= 1) {
      if (bits & 1) result *= factor;
      factor *= factor;
    }
    return static_cast<T>(result);
  }
};

// Not std::gcd, for which the most negative integer is undefined.
template <class T>
auto magnitude(T a) {
  using U = std::make_unsigned_t<T>;
  if constexpr (std::is_signed_v<T>) return a < 0 ? static_cast<U>(0 - wide(a)) : static_cast<U>(a);
  return static_cast<U>(a);
}

struct Gcd {
  template <class T>
  static T apply(T a, T b) {
    auto x = magnitude(a), y = magnitude(b);
    while (y != 0) {
      const auto next = static_cast<decltype(y)>(x % y);
      x = y;
      y = next;
    }
    return static_cast<T>(x);
  }
};

struct Lcm {
  template <class T>
  static T apply(T a, T b) {
    const auto divisor = magnitude(Gcd::apply<T>(a, b));
    return divisor == 0 ? static_cast<T>(0)
                        : static_cast<T>(wide(magnitude(a)) / divisor * wide(magnitude(b)));
  }
};

}  // namespace

void integers(LoopList& list) {
  binary<FloorDivide>(list, "floorDivide", Ints{});
  binary<Remainder>(list, "remainder", Ints{});
  binary<Fmod>(list, "fmod", Ints{});
  binary<Pow>(list, "pow", Ints{});
  binary<Gcd>(list, "gcd", Ints{});
  binary<Lcm>(list, "lcm", Ints{});
}
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(integers);

void add_integers(LoopList& list) {
  HWY_DYNAMIC_DISPATCH(integers)(list);
}

}  // namespace distarray::kernels
#endif
