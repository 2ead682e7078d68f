#include "kernels/random/density.h"

#include <cmath>

#include "kernels/random/elementary.h"

namespace distarray::random {
namespace {

constexpr double two_pi = 6.283185307179586476925;

// log(n!) - log(sqrt(2 pi n) (n / e)^n): what Stirling's formula lacks, n >= 1.
double stirling_error(double n) {
  if (n <= 15) {
    double factorial = 1;  // exact
    for (double i = 2; i <= n; ++i) factorial *= i;
    return log(factorial) - (0.5 * log(two_pi * n) + n * log(n) - n);
  }
  const double square = n * n;
  return (1. / 12 - (1. / 360 - (1. / 1260 - (1. / 1680 - 1. / 1188 / square) / square) / square) / square) /
         n;
}

// x log(x / mean) + mean - x, x > 0.
double deviance(double x, double mean) {
  if (std::fabs(x - mean) >= 0.1 * (x + mean)) return x * log(x / mean) + mean - x;
  // The terms would cancel: x / mean = (1 + v) / (1 - v), and the series of its logarithm.
  const double v = (x - mean) / (x + mean);
  double sum = (x - mean) * v, term = 2 * x * v;
  for (double odd = 3;; odd += 2) {
    term *= v * v;
    const double next = sum + term / odd;
    if (next == sum) return sum;
    sum = next;
  }
}

}  // namespace

double log_poisson(double k, double mean) {
  if (k == 0) return -mean;
  return -stirling_error(k) - deviance(k, mean) - 0.5 * log(two_pi * k);
}

double log_binomial(double k, double n, double p, double q) {
  if (k == 0) return n * log1p(-p);
  if (k == n) return n * log1p(-q);
  return stirling_error(n) - stirling_error(k) - stirling_error(n - k) - deviance(k, n * p) -
         deviance(n - k, n * q) + 0.5 * (log(n / k) - log(two_pi) - log(n - k));
}

}  // namespace distarray::random
