// Functions that libm has for one number at a time, and what is made from them.
#include <cmath>
#include <limits>

#include "kernels/targets.h"
// after targets.h
#include "kernels/bessel.h"
#include "kernels/map.h"

namespace distarray::kernels {
namespace {

// Poles, at 0 and the negative integers, give infinity.
struct Lgamma {
  template <class T>
  static T apply(T a) {
    int sign;  // std::lgamma tells it in a global variable
    if constexpr (sizeof(T) == sizeof(double))
      return lgamma_r(a, &sign);
    else
      return lgammaf_r(a, &sign);
  }
};

// In the next longer type: tgamma in the same one is off by up to 10 ulp.
struct Gamma {
  template <class T>
  static T apply(T a) {
    if constexpr (sizeof(T) == sizeof(double))
      return static_cast<T>(std::tgamma(static_cast<long double>(a)));
    else
      return static_cast<T>(std::tgamma(static_cast<double>(a)));
  }
};

struct I0 {
  template <class T>
  static T apply(T a) {
    return static_cast<T>(bessel_i0(static_cast<double>(a)));
  }
};

struct Nextafter {
  template <class T>
  static T apply(T a, T b) {
    return std::nextafter(a, b);
  }
};

// log(exp(a) + exp(b))
struct Logaddexp {
  template <class T>
  static T apply(T a, T b) {
    if (a == b) return a + static_cast<T>(0.693147180559945309417);  // also of two infinities
    const T distance = std::abs(a - b);
    return (a > b ? a : b) + std::log1p(std::exp(-distance));
  }
};

// log2(2**a + 2**b)
struct Logaddexp2 {
  template <class T>
  static T apply(T a, T b) {
    if (a == b) return a + 1;
    const T distance = std::abs(a - b);
    return (a > b ? a : b) + std::log1p(std::exp2(-distance)) * static_cast<T>(1.44269504088896340736);
  }
};

struct Ldexp {
  template <class T>
  static T apply(T a, std::int32_t exponent) {
    return std::ldexp(a, exponent);
  }
};

struct FrexpMantissa {
  template <class T>
  static T apply(T a) {
    int exponent;
    return std::frexp(a, &exponent);
  }
};

struct FrexpExponent {
  template <class R, class T>
  static R apply(T a) {
    int exponent = 0;
    return std::isfinite(a) ? (std::frexp(a, &exponent), exponent) : 0;
  }
};

struct ModfFraction {
  template <class T>
  static T apply(T a) {
    T integer;
    return std::modf(a, &integer);
  }
};

struct ModfInteger {
  template <class T>
  static T apply(T a) {
    T integer;
    std::modf(a, &integer);
    return integer;
  }
};

template <class T>
void add_for(LoopList& list) {
  using namespace HWY_NAMESPACE;
  add1<Lgamma, T, T>(list, "lgamma");
  add1<Gamma, T, T>(list, "gamma");
  add1<I0, T, T>(list, "i0");
  add2<Nextafter, T, T, T>(list, "nextafter");
  add2<Logaddexp, T, T, T>(list, "logaddexp");
  add2<Logaddexp2, T, T, T>(list, "logaddexp2");
  add2<Ldexp, T, T, std::int32_t>(list, "ldexp");
  add1<FrexpMantissa, T, T>(list, "frexpMantissa");
  add1<FrexpExponent, std::int32_t, T>(list, "frexpExponent");
  add1<ModfFraction, T, T>(list, "modfFraction");
  add1<ModfInteger, T, T>(list, "modfInteger");
}

}  // namespace

void add_special_functions(LoopList& list) {
  add_for<float>(list);
  add_for<double>(list);
}

}  // namespace distarray::kernels
