// Merging counts, means and sums of squares (Chan, Golub and LeVeque 1979), with means as the sum of two
// numbers: when the mean is 1e8 times the standard deviation, a rounded mean would cost half of the digits.
#pragma once
#include <cmath>
#include <limits>

#include "kernels/reductions/reduction.h"

namespace distarray::kernels {

// m2 of two groups whose means are `delta` apart; for complex ones squared_delta is |delta|^2.
inline double merged_m2(double a_count, double a_m2, double b_count, double b_m2, double squared_delta) {
  return a_m2 + b_m2 + squared_delta * (a_count / (a_count + b_count)) * b_count;
}

// The mean of two groups that are too far apart, or infinite, for the formula with their difference.
inline double far_mean(double a_count, double a_mean, double b_count, double b_mean) {
  const double n = a_count + b_count;
  return a_mean * (a_count / n) + b_mean * (b_count / n);
}

template <int width>
inline Fold::Part merge_moments(const Fold::Part& a, const Fold::Part& b) {
  Fold::Part merged{a.count + b.count, 0, {0, 0}};
  double squared = 0;
  for (int k = 0; k < width; ++k) {
    const double delta = b.mean[k] - a.mean[k];
    squared += delta * delta;
    merged.mean[k] = std::isfinite(delta) ? a.mean[k] + delta * (b.count / merged.count)
                                          : far_mean(a.count, a.mean[k], b.count, b.mean[k]);
  }
  merged.m2 = merged_m2(a.count, a.m2, b.count, b.m2, squared);
  return merged;
}

// The mean of a state: value + rest, where rest is less than the last digit of value.
struct LongMean {
  double value, rest;
};

inline LongMean long_sum(double value, double rest) {
  const double sum = value + rest;
  if (!std::isfinite(sum)) return {sum, 0};
  const double part = sum - value;
  return {sum, (value - (sum - part)) + (rest - part)};
}

// The mean of two groups, and the difference of theirs into `delta`.
inline LongMean merge_means(double a_count, LongMean a, double b_count, LongMean b, double& delta) {
  delta = (b.value - a.value) + (b.rest - a.rest);
  if (!std::isfinite(delta)) return {far_mean(a_count, a.value, b_count, b.value), 0};
  return long_sum(a.value, a.rest + delta * (b_count / (a_count + b_count)));
}

}  // namespace distarray::kernels
