// argmin and argmax of (value, index): the state is the extremum and its lowest index; NaN counts as the
// extremum, as in NumPy. Index -1 says that there was no element. Indices may come in any order.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/reductions/arg_extrema.cc"
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

template <class T, bool larger>
struct ArgExtremum {
  // Whether (b, j) replaces (a, i); neither index is -1.
  static HWY_INLINE bool replaces(T a, std::int64_t i, T b, std::int64_t j) {
    const bool a_nan = is_nan(a), b_nan = is_nan(b);
    const bool same = (a == b) | (a_nan & b_nan);
    const bool beats = (larger ? b > a : b < a) | (b_nan & !a_nan);
    return (beats & !a_nan) | (same & (j < i));
  }

  static HWY_INLINE void take(T& value, std::int64_t& index, T other, std::int64_t other_index) {
    const bool replace = (index < 0) | replaces(value, index, other, other_index);
    value = replace ? other : value;
    index = replace ? other_index : index;
  }

  static void init(void* const* state, std::ptrdiff_t n) {
    auto* value = static_cast<T*>(state[0]);
    auto* index = static_cast<std::int64_t*>(state[1]);
    for (std::ptrdiff_t i = 0; i < n; ++i) value[i] = T{};
    for (std::ptrdiff_t i = 0; i < n; ++i) index[i] = -1;
  }

  // n elements whose indices are index_of(0), ...; `least` is no more than any of these.
  template <class Indices>
  static HWY_INLINE void fold_chunk(const T* HWY_RESTRICT x, std::ptrdiff_t n, Indices index_of,
                                    std::int64_t least, T& value, std::int64_t& index) {
    const auto found = extremum_of<larger>(x, n);
    if constexpr (is_float<T>) {
      if (found.nan) {
        for (std::ptrdiff_t i = 0; i < n; ++i)
          if (is_nan(x[i])) take(value, index, x[i], index_of(i));
        return;
      }
    }
    // Most chunks cannot win, and nobody looks where their extremum is.
    if (index >= 0 && !replaces(value, index, found.value, least)) return;
    std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      const std::int64_t candidate = x[i] == found.value ? index_of(i) : lowest;
      lowest = candidate < lowest ? candidate : lowest;
    }
    // The element itself: of two equal zeros the extremum may be the other one.
    std::ptrdiff_t i = 0;
    while (index_of(i) != lowest || x[i] != found.value) ++i;
    take(value, index, x[i], lowest);
  }

  // The indices of elements as they are in memory, or counted.
  struct Listed {
    const std::int64_t* at;
    HWY_INLINE std::int64_t operator()(std::ptrdiff_t i) const { return at[i]; }
  };
  struct Counted {
    std::int64_t start, step;
    HWY_INLINE std::int64_t operator()(std::ptrdiff_t i) const { return start + step * i; }
  };

  static void fold(const void* const* inputs, std::ptrdiff_t n, void* const* state, Fold&) {
    constexpr std::int64_t first = 0;
    const auto* x = static_cast<const T*>(inputs[0]);
    const auto* indices = static_cast<const std::int64_t*>(inputs[1]);
    auto& value = *static_cast<T*>(state[0]);
    auto& index = *static_cast<std::int64_t*>(state[1]);
    for (std::ptrdiff_t start = 0; start < n; start += chunk_of<T>)
      fold_chunk(x + start, std::min(n - start, chunk_of<T>), Listed{indices + start}, first, value, index);
  }

  static void fold_counted(const void* input, std::int64_t first, std::int64_t step, std::ptrdiff_t n,
                           void* const* state) {
    const auto* x = static_cast<const T*>(input);
    auto& value = *static_cast<T*>(state[0]);
    auto& index = *static_cast<std::int64_t*>(state[1]);
    for (std::ptrdiff_t start = 0; start < n; start += group_of<T>)
      for (Chunks<T> chunk(x + start, std::min(n - start, group_of<T>)); chunk.more(); chunk.next()) {
        const Counted index_of{first + step * (start + chunk.start()), step};
        const std::int64_t least = std::min(index_of(0), index_of(chunk.length() - 1));
        fold_chunk(chunk.data(), chunk.length(), index_of, least, value, index);
      }
  }

  static void along(const void* const* inputs, std::ptrdiff_t n, void* const* state) {
    const auto* HWY_RESTRICT x = static_cast<const T*>(inputs[0]);
    const auto* HWY_RESTRICT indices = static_cast<const std::int64_t*>(inputs[1]);
    auto* HWY_RESTRICT value = static_cast<T*>(state[0]);
    auto* HWY_RESTRICT index = static_cast<std::int64_t*>(state[1]);
    for (std::ptrdiff_t i = 0; i < n; ++i) take(value[i], index[i], x[i], indices[i]);
  }

  static void combine(void* const* into, void* const* const from, std::ptrdiff_t n) {
    const auto* x = static_cast<const T*>(from[0]);
    const auto* indices = static_cast<const std::int64_t*>(from[1]);
    auto* value = static_cast<T*>(into[0]);
    auto* index = static_cast<std::int64_t*>(into[1]);
    for (std::ptrdiff_t i = 0; i < n; ++i)
      if (indices[i] >= 0) take(value[i], index[i], x[i], indices[i]);
  }
};

template <bool larger, class... T>
void add_arg_extrema_of(std::vector<Reduction>& list, Types<T...>) {
  (list.push_back({larger ? "argmax" : "argmin",
                   {dtype_of<T>, DType::int64},
                   {dtype_of<T>, DType::int64},
                   ArgExtremum<T, larger>::init,
                   ArgExtremum<T, larger>::fold,
                   ArgExtremum<T, larger>::along,
                   ArgExtremum<T, larger>::combine,
                   nullptr,
                   ArgExtremum<T, larger>::fold_counted}),
   ...);
}

void add_all_arg_extrema(std::vector<Reduction>& list) {
  add_arg_extrema_of<false>(list, Types<Bool>());
  add_arg_extrema_of<false>(list, Ints());
  add_arg_extrema_of<false>(list, Floats());
  add_arg_extrema_of<true>(list, Types<Bool>());
  add_arg_extrema_of<true>(list, Ints());
  add_arg_extrema_of<true>(list, Floats());
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {
HWY_EXPORT(add_all_arg_extrema);
void add_arg_extrema(std::vector<Reduction>& list) {
  HWY_DYNAMIC_DISPATCH(add_all_arg_extrema)(list);
}
}  // namespace distarray::kernels
#endif
