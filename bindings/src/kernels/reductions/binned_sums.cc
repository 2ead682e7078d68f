// binnedSum: the sum of float32 or float64 with the same bits in any order and grouping; see binned_state.h.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/reductions/binned_sums.cc"
#include "kernels/targets.h"
// After targets.h.
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>

#include "kernels/reductions/binned_state.h"
#include "kernels/reductions/element_types.h"
#include "kernels/reductions/families.h"
#include "kernels/reductions/sum_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

// 2^(40 k), for |k| <= 25.
HWY_INLINE double grid_unit(double k) {
  const auto bits = static_cast<std::uint64_t>(1023 + 40 * static_cast<std::int64_t>(k)) << 52;
  double unit;
  std::memcpy(&unit, &bits, sizeof unit);
  return unit;
}

// Adding and subtracting it rounds numbers to a multiple of 2^(-40 k), halves to even: they are less than
// 2^50 of that.
template <int k>
constexpr double rounder() {
  constexpr double half_of_digits = 6755399441055744.0;  // 1.5 * 2^52
  return k == 0   ? half_of_digits
         : k == 1 ? half_of_digits / digit_size
                  : half_of_digits / digit_size / digit_size;
}

// The largest magnitude; infinity or NaN when one is there.
template <class T>
HWY_INLINE double largest(const T* HWY_RESTRICT x, std::ptrdiff_t n) {
  constexpr std::ptrdiff_t lanes = lanes64, registers = 4;
  const D64 d;
  V64 best[registers];
  auto bad = hn::IsNaN(hn::Zero(d));
  for (std::ptrdiff_t r = 0; r < registers; ++r) best[r] = hn::Zero(d);
  std::ptrdiff_t i = 0;
  for (; i + registers * lanes <= n; i += registers * lanes)
    for (std::ptrdiff_t r = 0; r < registers; ++r) {
      const V64 v = hn::Abs(load_wide(x + i + r * lanes));
      bad = hn::Or(bad, hn::IsNaN(v));
      best[r] = hn::Max(best[r], v);
    }
  bool nan = !hn::AllFalse(d, bad);
  HWY_ALIGN double values[registers * lanes];
  for (std::ptrdiff_t r = 0; r < registers; ++r) hn::Store(best[r], d, values + r * lanes);
  double most = 0;
  for (std::ptrdiff_t k = 0; k < registers * lanes; ++k) most = values[k] > most ? values[k] : most;
  for (; i < n; ++i) {
    const double v = std::abs(static_cast<double>(x[i]));
    nan |= v != v;
    most = v > most ? v : most;
  }
  return nan ? std::numeric_limits<double>::quiet_NaN() : most;
}

struct Digits {
  double of[binned_digits];
};

HWY_INLINE Digits digits_of(double scaled) {
  Digits digits;
  digits.of[0] = (scaled + rounder<0>()) - rounder<0>();
  const double rest = scaled - digits.of[0];
  digits.of[1] = (rest + rounder<1>()) - rounder<1>();
  const double last = rest - digits.of[1];
  digits.of[2] = (last + rounder<2>()) - rounder<2>();
  return digits;
}

template <class T>
struct BinnedSum {
  static constexpr std::ptrdiff_t block = 4096;  // digits are less than 2^39.5: their sum is less than 2^52

  static void init(void* const* state, std::ptrdiff_t n) {
    for (std::ptrdiff_t i = 0; i < n; ++i) store_binned(Binned(), state, i);
  }

  // Add n numbers, all of which are finite and fit under the top of b.
  static void add_block(Binned& b, const T* HWY_RESTRICT x, std::ptrdiff_t n) {
    constexpr std::ptrdiff_t lanes = lanes64, registers = 2;
    const D64 d;
    const double scale = grid_unit(-b.top);
    const V64 scales = hn::Set(d, scale), round0 = hn::Set(d, rounder<0>()),
              round1 = hn::Set(d, rounder<1>()), round2 = hn::Set(d, rounder<2>());
    V64 sum0[registers], sum1[registers], sum2[registers];
    for (std::ptrdiff_t r = 0; r < registers; ++r) sum0[r] = sum1[r] = sum2[r] = hn::Zero(d);
    std::ptrdiff_t i = 0;
    for (; i + registers * lanes <= n; i += registers * lanes)
      for (std::ptrdiff_t r = 0; r < registers; ++r) {
        const V64 v = hn::Mul(load_wide(x + i + r * lanes), scales);
        const V64 digit0 = hn::Sub(hn::Add(v, round0), round0);
        const V64 rest = hn::Sub(v, digit0);
        const V64 digit1 = hn::Sub(hn::Add(rest, round1), round1);
        const V64 last = hn::Sub(rest, digit1);
        sum0[r] = hn::Add(sum0[r], digit0);
        sum1[r] = hn::Add(sum1[r], digit1);
        sum2[r] = hn::Add(sum2[r], hn::Sub(hn::Add(last, round2), round2));
      }
    HWY_ALIGN double sums[binned_digits][lanes];
    hn::Store(hn::Add(sum0[0], sum0[1]), d, sums[0]);
    hn::Store(hn::Add(sum1[0], sum1[1]), d, sums[1]);
    hn::Store(hn::Add(sum2[0], sum2[1]), d, sums[2]);
    double total[binned_digits] = {0, 0, 0};
    for (int k = 0; k < binned_digits; ++k)
      for (std::ptrdiff_t lane = 0; lane < lanes; ++lane) total[k] += sums[k][lane];
    for (; i < n; ++i) {
      const Digits digits = digits_of(static_cast<double>(x[i]) * scale);
      for (int k = 0; k < binned_digits; ++k) total[k] += digits.of[k];
    }
    add_digit(b, 0, total[0]);
    add_digit(b, 1, total[1] * digit_size);
    add_digit(b, 2, total[2] * digit_size * digit_size);
  }

  static void add_one(Binned& b, T x) {
    if (!std::isfinite(x)) return add_special(b, static_cast<double>(x));
    raise_top(b, top_for(std::abs(static_cast<double>(x))));
    add_block(b, &x, 1);
  }

  static void fold(const void* const* inputs, std::ptrdiff_t n, void* const* state, Fold&) {
    const auto* x = static_cast<const T*>(inputs[0]);
    Binned b = load_binned(state, 0);
    for (std::ptrdiff_t start = 0; start < n; start += block) {
      const std::ptrdiff_t length = std::min(block, n - start);
      const double most = largest(x + start, length);
      if (std::isfinite(most)) {
        raise_top(b, top_for(most));
        add_block(b, x + start, length);
      } else {
        for (std::ptrdiff_t i = start; i < start + length; ++i) add_one(b, x[i]);
      }
    }
    store_binned(b, state, 0);
  }

  // State i takes x[i] without a look at its top. False, and nothing is done, when one of them does not fit.
  static HWY_INLINE bool along_quickly(const T* HWY_RESTRICT x, std::ptrdiff_t n, void* const* state,
                                       std::ptrdiff_t at) {
    const auto* HWY_RESTRICT top = static_cast<const double*>(state[0]) + at;
    bool fits = true;
    for (std::ptrdiff_t i = 0; i < n; ++i)
      fits &= std::abs(static_cast<double>(x[i])) * grid_unit(-top[i]) < digit_size / 2;
    if (!fits) return false;
    for (int k = 0; k < binned_digits; ++k) {
      auto* HWY_RESTRICT low = static_cast<double*>(state[2 + 2 * k]) + at;
      auto* HWY_RESTRICT high = static_cast<double*>(state[3 + 2 * k]) + at;
      const double units = k == 0 ? 1 : k == 1 ? digit_size : digit_size * digit_size;
      for (std::ptrdiff_t i = 0; i < n; ++i) {
        const Digits digits = digits_of(static_cast<double>(x[i]) * grid_unit(-top[i]));
        const double sum = low[i] + digits.of[k] * units;
        const double carry = sum < 0 ? -1 : sum >= digit_size ? 1 : 0;
        high[i] += carry;
        low[i] = sum - carry * digit_size;
      }
    }
    return true;
  }

  static void along(const void* const* inputs, std::ptrdiff_t n, void* const* state) {
    const auto* x = static_cast<const T*>(inputs[0]);
    constexpr std::ptrdiff_t chunk = 64;
    for (std::ptrdiff_t start = 0; start < n; start += chunk) {
      const std::ptrdiff_t length = std::min(chunk, n - start);
      if (along_quickly(x + start, length, state, start)) continue;
      for (std::ptrdiff_t i = start; i < start + length; ++i) {
        Binned b = load_binned(state, i);
        add_one(b, x[i]);
        store_binned(b, state, i);
      }
    }
  }
};

void combine_binned(void* const* into, void* const* const from, std::ptrdiff_t n) {
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    Binned a = load_binned(into, i);
    add_binned(a, load_binned(from, i));
    store_binned(a, into, i);
  }
}

void binned_result(void* const* state, double* out, std::ptrdiff_t n) {
  for (std::ptrdiff_t i = 0; i < n; ++i) out[i] = round_binned(load_binned(state, i));
}

template <class T>
void add_binned_sum(std::vector<Reduction>& list) {
  list.push_back({"binnedSum",
                  {dtype_of<T>},
                  std::vector<DType>(binned_components, DType::float64),
                  BinnedSum<T>::init,
                  BinnedSum<T>::fold,
                  BinnedSum<T>::along,
                  combine_binned,
                  binned_result});
}

void add_all_binned_sums(std::vector<Reduction>& list) {
  add_binned_sum<float>(list);
  add_binned_sum<double>(list);
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {
HWY_EXPORT(add_all_binned_sums);
void add_binned_sums(std::vector<Reduction>& list) {
  HWY_DYNAMIC_DISPATCH(add_all_binned_sums)(list);
}
}  // namespace distarray::kernels
#endif
