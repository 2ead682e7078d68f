// min and max, where NaN wins, and fmin and fmax, where it loses. The state counts the elements, so that a
// reduction of none can be refused; its value then means nothing, but is NaN for fmin and fmax.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/reductions/extrema.cc"
#include "kernels/targets.h"
// After targets.h.
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>

#include "kernels/reductions/extremum-inl.h"
#include "kernels/reductions/families.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

template <class T, bool larger, bool nan_wins>
struct Extremum {
  static constexpr T neutral() {
    if constexpr (nan_wins)
      return weakest<larger, T>();
    else
      return std::numeric_limits<T>::quiet_NaN();
  }

  static HWY_INLINE T pick(T a, T b) {
    const T best = stronger<larger>(a, b);
    if constexpr (is_float<T>) {
      const T with_nan = nan_wins ? a + b : is_nan(a) ? b : a;
      return is_nan(a) | is_nan(b) ? with_nan : best;
    }
    return best;
  }

  static void init(void* const* state, std::ptrdiff_t n) {
    auto* value = static_cast<T*>(state[0]);
    auto* count = static_cast<std::int64_t*>(state[1]);
    for (std::ptrdiff_t i = 0; i < n; ++i) value[i] = neutral();
    for (std::ptrdiff_t i = 0; i < n; ++i) count[i] = 0;
  }

  static void fold(const void* const* inputs, std::ptrdiff_t n, void* const* state, Fold&) {
    const auto* x = static_cast<const T*>(inputs[0]);
    auto& value = *static_cast<T*>(state[0]);
    for (std::ptrdiff_t start = 0; start < n; start += group_of<T>) {
      const auto found = extremum_of<larger>(x + start, std::min(n - start, group_of<T>));
      if (found.number) value = pick(value, found.value);
      if constexpr (is_float<T> && nan_wins)
        if (found.nan) value = std::numeric_limits<T>::quiet_NaN();
    }
    *static_cast<std::int64_t*>(state[1]) += n;
  }

  static void along(const void* const* inputs, std::ptrdiff_t n, void* const* state) {
    const auto* HWY_RESTRICT x = static_cast<const T*>(inputs[0]);
    auto* HWY_RESTRICT value = static_cast<T*>(state[0]);
    auto* HWY_RESTRICT count = static_cast<std::int64_t*>(state[1]);
    for (std::ptrdiff_t i = 0; i < n; ++i) value[i] = pick(value[i], x[i]);
    for (std::ptrdiff_t i = 0; i < n; ++i) ++count[i];
  }

  static void combine(void* const* into, void* const* const from, std::ptrdiff_t n) {
    const auto* HWY_RESTRICT x = static_cast<const T*>(from[0]);
    const auto* HWY_RESTRICT more = static_cast<const std::int64_t*>(from[1]);
    auto* HWY_RESTRICT value = static_cast<T*>(into[0]);
    auto* HWY_RESTRICT count = static_cast<std::int64_t*>(into[1]);
    for (std::ptrdiff_t i = 0; i < n; ++i) value[i] = pick(value[i], x[i]);
    for (std::ptrdiff_t i = 0; i < n; ++i) count[i] += more[i];
  }
};

template <bool larger, bool nan_wins, class... T>
void add_extrema_of(std::vector<Reduction>& list, const char* name, Types<T...>) {
  (list.push_back({name,
                   {dtype_of<T>},
                   {dtype_of<T>, DType::int64},
                   Extremum<T, larger, nan_wins>::init,
                   Extremum<T, larger, nan_wins>::fold,
                   Extremum<T, larger, nan_wins>::along,
                   Extremum<T, larger, nan_wins>::combine}),
   ...);
}

template <bool larger, class Kinds>
void add_nan_wins(std::vector<Reduction>& list, Kinds kinds) {
  add_extrema_of<larger, true>(list, larger ? "max" : "min", kinds);
}

void add_all_extrema(std::vector<Reduction>& list) {
  add_nan_wins<false>(list, Types<Bool>());
  add_nan_wins<false>(list, Ints());
  add_nan_wins<false>(list, Floats());
  add_nan_wins<true>(list, Types<Bool>());
  add_nan_wins<true>(list, Ints());
  add_nan_wins<true>(list, Floats());
  add_extrema_of<false, false>(list, "fmin", Floats());
  add_extrema_of<true, false>(list, "fmax", Floats());
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {
HWY_EXPORT(add_all_extrema);
void add_extrema(std::vector<Reduction>& list) {
  HWY_DYNAMIC_DISPATCH(add_all_extrema)(list);
}
}  // namespace distarray::kernels
#endif
