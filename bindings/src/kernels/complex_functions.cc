// Functions of complex numbers, one at a time: libm's are right near branch cuts and for infinities and NaNs
// (C99, annex G), which the formulas for parts are not.
#include <cmath>
#include <complex>
#include <limits>

#include "kernels/targets.h"
// after targets.h
#include "kernels/log1p.h"
#include "kernels/map.h"

namespace distarray::kernels {
namespace {

template <class T>
std::complex<T> standard(Complex<T> a) {
  return {a.re, a.im};
}

template <class T>
Complex<T> parts(std::complex<T> a) {
  return {a.real(), a.imag()};
}

#define DISTARRAY_COMPLEX_FUNCTION(Name, function) \
  struct Name {                                    \
    template <class T>                             \
    static T apply(T a) {                          \
      return parts(std::function(standard(a)));    \
    }                                              \
  };

DISTARRAY_COMPLEX_FUNCTION(Sqrt, sqrt)
DISTARRAY_COMPLEX_FUNCTION(Exp, exp)
DISTARRAY_COMPLEX_FUNCTION(Log, log)
DISTARRAY_COMPLEX_FUNCTION(Sin, sin)
DISTARRAY_COMPLEX_FUNCTION(Cos, cos)
DISTARRAY_COMPLEX_FUNCTION(Tan, tan)
DISTARRAY_COMPLEX_FUNCTION(Asin, asin)
DISTARRAY_COMPLEX_FUNCTION(Acos, acos)
DISTARRAY_COMPLEX_FUNCTION(Atan, atan)
DISTARRAY_COMPLEX_FUNCTION(Sinh, sinh)
DISTARRAY_COMPLEX_FUNCTION(Cosh, cosh)
DISTARRAY_COMPLEX_FUNCTION(Tanh, tanh)
DISTARRAY_COMPLEX_FUNCTION(Asinh, asinh)
DISTARRAY_COMPLEX_FUNCTION(Acosh, acosh)
DISTARRAY_COMPLEX_FUNCTION(Atanh, atanh)

template <class T>
Complex<T> scaled_log(Complex<T> a, double logarithm_of_base) {
  const auto log = std::log(standard(a));
  const T base = static_cast<T>(logarithm_of_base);
  return {log.real() / base, log.imag() / base};
}

struct Log2 {
  template <class T>
  static T apply(T a) {
    return scaled_log(a, 0.693147180559945309417);
  }
};

struct Log10 {
  template <class T>
  static T apply(T a) {
    return scaled_log(a, 2.302585092994045684018);
  }
};

struct Log1p {
  template <class T>
  static T apply(T a) {
    using Part = decltype(a.re);
    return {static_cast<Part>(log1p_real(a.re, a.im)), static_cast<Part>(std::atan2(a.im, 1 + a.re))};
  }
};

// exp(a) - 1 without the difference: e^x cos y - 1 = (e^x - 1) cos y - 2 sin(y / 2)^2.
struct Expm1 {
  template <class T>
  static T apply(T a) {
    if (a.im == 0 || !std::isfinite(a.re) || !std::isfinite(a.im)) {
      const auto exp = std::exp(standard(a));
      return {a.im == 0 ? std::expm1(a.re) : exp.real() - 1, exp.imag()};
    }
    const auto half = std::sin(a.im / 2);
    return {std::expm1(a.re) * std::cos(a.im) - 2 * half * half, std::exp(a.re) * std::sin(a.im)};
  }
};

// z^n by squaring, which is exact where the products are: (1+2i)**2 is -3+4i.
template <class T>
std::complex<T> integer_power(std::complex<T> base, int exponent) {
  std::complex<T> result(1);
  const auto product = [](std::complex<T> a, std::complex<T> b) -> std::complex<T> {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
  };
  bool first = true;
  for (int bits = std::abs(exponent); bits; bits >>= 1) {
    if (bits & 1) result = first ? base : product(result, base), first = false;
    base = product(base, base);
  }
  return exponent < 0 ? std::complex<T>(1) / result : result;
}

// As NumPy: a zero base with an exponent that has an imaginary part or is not positive is undefined.
struct Pow {
  template <class T>
  static T apply(T base, T exponent) {
    using Part = decltype(base.re);
    if (exponent.re == 0 && exponent.im == 0) return {1, 0};
    if (base.re == 0 && base.im == 0) {
      constexpr Part nan = std::numeric_limits<Part>::quiet_NaN();
      return exponent.re > 0 && exponent.im == 0 ? T{0, 0} : T{nan, nan};
    }
    if (exponent.im == 0 && std::abs(exponent.re) < 100 && exponent.re == std::trunc(exponent.re))
      return parts(integer_power(standard(base), static_cast<int>(exponent.re)));
    return parts(std::pow(standard(base), standard(exponent)));
  }
};

struct Abs {
  template <class R, class T>
  static R apply(T a) {
    return std::hypot(a.re, a.im);
  }
};

struct Angle {
  template <class R, class T>
  static R apply(T a) {
    return std::atan2(a.im, a.re);
  }
};

// z / |z|
struct Sign {
  template <class T>
  static T apply(T a) {
    using Part = decltype(a.re);
    const Part size = std::hypot(a.re, a.im);
    if (size == 0) return {0, 0};
    if (!std::isinf(size)) return {a.re / size, a.im / size};
    if (std::isinf(a.re) && std::isinf(a.im)) return {a.re / a.re, a.im / a.im};  // of no direction: NaN
    if (std::isnan(a.re) || std::isnan(a.im)) return {a.re - a.re, a.im - a.im};
    if (std::isinf(a.re)) return {std::copysign(static_cast<Part>(1), a.re), 0};
    if (std::isinf(a.im)) return {0, std::copysign(static_cast<Part>(1), a.im)};
    return Sign::apply<T>({a.re / 2, a.im / 2});  // only the size overflows
  }
};

template <class R>
void add_for(LoopList& list) {
  using namespace HWY_NAMESPACE;
  using T = Complex<R>;
  add1<Sqrt, T, T>(list, "sqrt");
  add1<Exp, T, T>(list, "exp");
  add1<Expm1, T, T>(list, "expm1");
  add1<Log, T, T>(list, "log");
  add1<Log1p, T, T>(list, "log1p");
  add1<Log2, T, T>(list, "log2");
  add1<Log10, T, T>(list, "log10");
  add1<Sin, T, T>(list, "sin");
  add1<Cos, T, T>(list, "cos");
  add1<Tan, T, T>(list, "tan");
  add1<Asin, T, T>(list, "asin");
  add1<Acos, T, T>(list, "acos");
  add1<Atan, T, T>(list, "atan");
  add1<Sinh, T, T>(list, "sinh");
  add1<Cosh, T, T>(list, "cosh");
  add1<Tanh, T, T>(list, "tanh");
  add1<Asinh, T, T>(list, "asinh");
  add1<Acosh, T, T>(list, "acosh");
  add1<Atanh, T, T>(list, "atanh");
  add2<Pow, T, T, T>(list, "pow");
  add1<Sign, T, T>(list, "sign");
  add1<Abs, R, T>(list, "abs");
  add1<Angle, R, T>(list, "angle");
}

}  // namespace

void add_complex_functions(LoopList& list) {
  add_for<float>(list);
  add_for<double>(list);
}

}  // namespace distarray::kernels
