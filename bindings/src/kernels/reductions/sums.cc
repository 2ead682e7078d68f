// sum: numbers are added in int64, uint64, float64 or complex128. Floats pairwise: chunks of 1 KiB in 32
// running sums, groups of 512 chunks by halves, and a cascade above that. Few one after the other, as the
// evaluator adds up short rows that it takes together: so a row's sum does not depend on how many there are.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/reductions/sums.cc"
#include "kernels/targets.h"
// After targets.h.
#include <hwy/foreach_target.h>

#include <algorithm>

#include "kernels/reductions/cascade.h"
#include "kernels/reductions/element_types.h"
#include "kernels/reductions/families.h"
#include "kernels/reductions/sum_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

inline constexpr std::ptrdiff_t few = 8;

inline Fold::Part add_parts(const Fold::Part& a, const Fold::Part& b) {
  return {0, 0, {a.mean[0] + b.mean[0], a.mean[1] + b.mean[1]}};
}

template <std::size_t width>
void close_sum(Fold& fold, void* const* state) {
  const Fold::Part total = pop_parts<add_parts>(fold);
  for (std::size_t k = 0; k < width; ++k) static_cast<double*>(state[0])[k] += total.mean[k];
}

template <class T>
struct Sum {
  static constexpr std::ptrdiff_t width = is_complex<T> ? 2 : 1;
  // Unsigned, where overflow wraps around.
  using Added = std::conditional_t<std::is_integral_v<T>, std::uint64_t, double>;

  static void init(void* const* state, std::ptrdiff_t n) {
    auto* sum = static_cast<Added*>(state[0]);
    for (std::ptrdiff_t i = 0; i < n * width; ++i) sum[i] = 0;
  }

  static HWY_INLINE std::uint64_t sum_of(const T* HWY_RESTRICT x, std::ptrdiff_t n) {
    std::uint64_t sum = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) sum += static_cast<std::uint64_t>(x[i]);
    return sum;
  }

  static void fold(const void* const* inputs, std::ptrdiff_t n, void* const* state, Fold& scratch) {
    using Number = Component<T>;
    const auto* x = static_cast<const Number*>(inputs[0]);
    if constexpr (std::is_integral_v<T>) {
      std::uint64_t sum = 0;
      for (std::ptrdiff_t start = 0; start < n; start += group_of<T>)
        for (Chunks<T> chunk(x + start, std::min(n - start, group_of<T>)); chunk.more(); chunk.next())
          sum += sum_of(chunk.data(), chunk.length());
      *static_cast<std::uint64_t*>(state[0]) += sum;
    } else {
      for (std::ptrdiff_t start = 0; start < n * width; start += group_of<Number>) {
        Fold::Part part{0, 0, {0, 0}};
        const std::ptrdiff_t length = std::min(n * width - start, group_of<Number>);
        if (length <= few * width)
          for (std::ptrdiff_t i = 0; i < length; ++i)
            part.mean[i % width] += static_cast<double>(x[start + i]);
        else
          sum_block<width>(x + start, length, part.mean);
        push_part<add_parts>(scratch, part);
      }
      if (n > 0) scratch.close = close_sum<width>;
    }
  }

  static void along(const void* const* inputs, std::ptrdiff_t n, void* const* state) {
    const auto* HWY_RESTRICT x = static_cast<const Component<T>*>(inputs[0]);
    auto* HWY_RESTRICT sum = static_cast<Added*>(state[0]);
    for (std::ptrdiff_t i = 0; i < n * width; ++i) sum[i] += static_cast<Added>(x[i]);
  }

  static void combine(void* const* into, void* const* const from, std::ptrdiff_t n) {
    const auto* HWY_RESTRICT x = static_cast<const Added*>(from[0]);
    auto* HWY_RESTRICT sum = static_cast<Added*>(into[0]);
    for (std::ptrdiff_t i = 0; i < n * width; ++i) sum[i] += x[i];
  }
};

template <class... T>
void add_sums_of(std::vector<Reduction>& list, Types<T...>) {
  (list.push_back({"sum",
                   {dtype_of<T>},
                   {dtype_of<Wide<T>>},
                   Sum<T>::init,
                   Sum<T>::fold,
                   Sum<T>::along,
                   Sum<T>::combine}),
   ...);
}

void add_all_sums(std::vector<Reduction>& list) {
  add_sums_of(list, Ints());
  add_sums_of(list, Floats());
  add_sums_of(list, Complexes());
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {
HWY_EXPORT(add_all_sums);
void add_sums(std::vector<Reduction>& list) {
  HWY_DYNAMIC_DISPATCH(add_all_sums)(list);
}
}  // namespace distarray::kernels
#endif
