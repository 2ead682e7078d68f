#include "kernels/random/elementary.h"

#include <cmath>

#include "kernels/random/elementary-inl.h"

namespace distarray::random {
namespace {

namespace vectors = HWY_NAMESPACE;
namespace hn = hwy::HWY_NAMESPACE;
constexpr hn::CappedTag<double, 1> one_lane;

}  // namespace

double log(double x) {
  return hn::GetLane(vectors::log(one_lane, hn::Set(one_lane, x)));
}

double log1p(double x) {
  // What rounding 1 + x loses, its logarithm and x lose alike (Hewlett-Packard's method: Goldberg 1991,
  // theorem 4).
  const double sum = 1 + x;
  return sum == 1 ? x : log(sum) * (x / (sum - 1));
}

double exp(double x) {
  static constexpr double series[] = {
      1,         1,          1. / 2,      1. / 6,       1. / 24,       1. / 120,       1. / 720,
      1. / 5040, 1. / 40320, 1. / 362880, 1. / 3628800, 1. / 39916800, 1. / 479001600, 1. / 6227020800};
  if (x < -746) return 0;
  // x = k log(2) + r, log(2) in two parts as in log.
  const double k = std::floor(x * 1.442695040888963407 + 0.5);
  const double r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10;
  const double value = hn::GetLane(vectors::polynomial(one_lane, hn::Set(one_lane, r), series));
  return std::ldexp(value, static_cast<int>(k));
}

double normal(double u, double v) {
  auto first = hn::Zero(one_lane), second = first;
  vectors::normal_pair(one_lane, hn::Set(one_lane, u), hn::Set(one_lane, v), first, second);
  return hn::GetLane(first);
}

double second_normal(double u, double v) {
  auto first = hn::Zero(one_lane), second = first;
  vectors::normal_pair(one_lane, hn::Set(one_lane, u), hn::Set(one_lane, v), first, second);
  return hn::GetLane(second);
}

}  // namespace distarray::random
