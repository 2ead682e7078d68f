// The state of a reproducible sum, and what is done with a few of them: aligning, combining, rounding.
//
// After Demmel, Ahrens and Nguyen (Efficient Reproducible Floating Point Summation and BLAS, EECS-2016-121),
// with integers for their indexed floats. Numbers are cut along a fixed grid: digit k of x is what rounding x
// to a multiple of 2^(40 k) leaves of it beyond its multiple of 2^(40 (k + 1)). That depends on x and k
// alone, so that sums of digits, which are exact, depend on the set of the numbers only. Three digits are
// kept, from the lowest `top` on for which all |x| < 2^(40 top + 39), so that digits above it are zero. What
// is dropped is at most 2^-80 of the largest |x| per number.
//
// State: 8 float64, all of them integers but `special`:
//   0     top, in [-25, 25]; at -25 nothing is dropped
//   1     special: the sum of the infinities and NaN; 0 when there are none
//   2, 3  the sum of digits `top`, in units of 2^(40 top): state[2] + 2^40 state[3], with 0 <= state[2] <
//   2^40 4, 5  the same of digits top - 1 6, 7  the same of digits top - 2
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace distarray::kernels {

inline constexpr int binned_components = 8, binned_digits = 3;
inline constexpr double lowest_top = -25;
inline constexpr double digit_size = 1099511627776.0;  // 2^40

struct Binned {
  double top = lowest_top, special = 0;
  double low[binned_digits] = {0, 0, 0}, high[binned_digits] = {0, 0, 0};
};

inline Binned load_binned(void* const* state, std::ptrdiff_t i) {
  Binned b;
  const auto at = [&](int component) { return static_cast<const double*>(state[component])[i]; };
  b.top = at(0);
  b.special = at(1);
  for (int k = 0; k < binned_digits; ++k) b.low[k] = at(2 + 2 * k), b.high[k] = at(3 + 2 * k);
  return b;
}

inline void store_binned(const Binned& b, void* const* state, std::ptrdiff_t i) {
  const auto at = [&](int component) -> double& { return static_cast<double*>(state[component])[i]; };
  at(0) = b.top;
  at(1) = b.special;
  for (int k = 0; k < binned_digits; ++k) at(2 + 2 * k) = b.low[k], at(3 + 2 * k) = b.high[k];
}

// The top that a finite number of magnitude |x| needs.
inline double top_for(double magnitude) {
  std::uint64_t bits;
  std::memcpy(&bits, &magnitude, sizeof bits);
  const int exponent = static_cast<int>(bits >> 52) - 1023;  // of a denormal: low enough
  if (exponent <= 40 * static_cast<int>(lowest_top) + 38) return lowest_top;
  return static_cast<double>((exponent + 1001) / 40 - 25);  // the least top with exponent <= 40 top + 38
}

// Raise the top: digits below the new lowest one are dropped.
inline void raise_top(Binned& b, double top) {
  const int by = static_cast<int>(top - b.top);
  if (by <= 0) return;
  for (int k = binned_digits - 1; k >= 0; --k) {
    b.low[k] = k >= by ? b.low[k - by] : 0;
    b.high[k] = k >= by ? b.high[k - by] : 0;
  }
  b.top = top;
}

// Add an integer of less than 2^53 to the sum of a digit.
inline void add_digit(Binned& b, int k, double units) {
  const double low = b.low[k] + units, carry = std::floor(low * (1 / digit_size));
  b.high[k] += carry;
  b.low[k] = low - carry * digit_size;
}

// Infinities and NaN; one NaN for all, so that its bits do not tell the order either.
inline void add_special(Binned& b, double special) {
  b.special += special;
  if (std::isnan(b.special)) b.special = std::numeric_limits<double>::quiet_NaN();
}

inline void add_binned(Binned& a, Binned b) {
  raise_top(a, b.top);
  raise_top(b, a.top);
  add_special(a, b.special);
  for (int k = 0; k < binned_digits; ++k) {
    a.high[k] += b.high[k];
    add_digit(a, k, b.low[k]);
  }
}

// The float64 nearest to the sum of the digits.
double round_binned(const Binned& b);

}  // namespace distarray::kernels
