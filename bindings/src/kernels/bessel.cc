#include "kernels/bessel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace distarray::kernels {
namespace {

// Up to here the series: its terms are positive, so that nothing cancels. From here the terms of the
// expansion fall below half an ulp before they grow again.
constexpr double series_end = 20;
constexpr int series_terms = 52;

// 1 / (k!)^2
constexpr std::array<long double, series_terms> series_coefficients() {
  std::array<long double, series_terms> result{};
  long double term = 1;
  for (int k = 0; k < series_terms; ++k) {
    if (k > 0) term /= static_cast<long double>(k) * k;
    result[static_cast<std::size_t>(k)] = term;
  }
  return result;
}

constexpr auto coefficients = series_coefficients();

double series(double x) {
  // In the longer type: the error of a rounded square would grow to x / 2 times its size in the sum.
  const long double q = static_cast<long double>(x) * x / 4;
  long double sum = 0;
  // Terms of about 2.3 x and later are below an ulp of the sum.
  for (int k = std::min(series_terms - 1, 10 + static_cast<int>(2.3 * x)); k > 0; --k)
    sum = sum * q + coefficients[static_cast<std::size_t>(k)];
  return static_cast<double>(sum * q + 1);
}

double expansion(double x) {
  if (x > 1000)
    return HUGE_VAL;  // beyond all doubles, while parts of the formula would be infinite divided by infinite
  double term = 1, sum = 0;
  for (int k = 1; k < 30 && term > 1e-18; ++k) {
    const double odd = 2 * k - 1;
    term *= odd * odd / (8 * x * k);
    sum += term;
  }
  const double half = std::exp(x / 2);  // exp(x) may overflow where the result does not
  if (std::isinf(half)) return half;
  const double scaled = half / std::sqrt(6.283185307179586477 * x);
  return scaled * half + scaled * half * sum;
}

}  // namespace

double bessel_i0(double x) {
  const double size = std::abs(x);
  if (!std::isfinite(size)) return size;
  return size < series_end ? series(size) : expansion(size);
}

}  // namespace distarray::kernels
