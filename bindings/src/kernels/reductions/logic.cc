// any, all and count of bools.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/reductions/logic.cc"
#include "kernels/targets.h"
// After targets.h.
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>

#include "kernels/reductions/chunks.h"
#include "kernels/reductions/element_types.h"
#include "kernels/reductions/families.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

// In bytes that do not overflow, which a register holds more of than of int64.
HWY_INLINE std::int64_t count_true(const std::uint8_t* HWY_RESTRICT x, std::ptrdiff_t n) {
  constexpr std::ptrdiff_t running = 128, most = 255 * running;
  std::int64_t total = 0;
  std::ptrdiff_t i = 0;
  while (n - i >= running) {
    std::uint8_t counts[running] = {};
    for (const std::ptrdiff_t end = i + std::min(most, n - i); i + running <= end; i += running)
      for (std::ptrdiff_t k = 0; k < running; ++k)
        counts[k] = static_cast<std::uint8_t>(counts[k] + (x[i + k] != 0));
    for (std::ptrdiff_t k = 0; k < running; ++k) total += counts[k];
  }
  for (; i < n; ++i) total += x[i] != 0;
  return total;
}

template <bool value>
HWY_INLINE bool has(const std::uint8_t* HWY_RESTRICT x, std::ptrdiff_t n) {
  std::uint8_t found = 0;
  for (std::ptrdiff_t i = 0; i < n; ++i) found |= (x[i] != 0) == value;
  return found;
}

// `any` or `all`: true as soon as one element is `decisive`, or false as soon as one is.
template <bool decisive>
struct Quantifier {
  static void init(void* const* state, std::ptrdiff_t n) {
    auto* result = static_cast<std::uint8_t*>(state[0]);
    for (std::ptrdiff_t i = 0; i < n; ++i) result[i] = !decisive;
  }

  static void fold(const void* const* inputs, std::ptrdiff_t n, void* const* state, Fold&) {
    const auto* HWY_RESTRICT x = static_cast<const std::uint8_t*>(inputs[0]);
    auto* result = static_cast<std::uint8_t*>(state[0]);
    for (std::ptrdiff_t start = 0; start < n && *result != decisive; start += chunk_of<Bool>)
      if (has<decisive>(x + start, std::min(n - start, chunk_of<Bool>))) *result = decisive;
  }

  static void along(const void* const* inputs, std::ptrdiff_t n, void* const* state) {
    const auto* HWY_RESTRICT x = static_cast<const std::uint8_t*>(inputs[0]);
    auto* HWY_RESTRICT result = static_cast<std::uint8_t*>(state[0]);
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      const bool is = x[i] != 0, was = result[i] != 0;
      result[i] = decisive ? is | was : is & was;
    }
  }

  static void combine(void* const* into, void* const* const from, std::ptrdiff_t n) {
    const void* inputs[] = {from[0]};
    along(inputs, n, into);
  }
};

struct Count {
  static void init(void* const* state, std::ptrdiff_t n) {
    auto* count = static_cast<std::int64_t*>(state[0]);
    for (std::ptrdiff_t i = 0; i < n; ++i) count[i] = 0;
  }

  static void fold(const void* const* inputs, std::ptrdiff_t n, void* const* state, Fold&) {
    *static_cast<std::int64_t*>(state[0]) += count_true(static_cast<const std::uint8_t*>(inputs[0]), n);
  }

  static void along(const void* const* inputs, std::ptrdiff_t n, void* const* state) {
    const auto* HWY_RESTRICT x = static_cast<const std::uint8_t*>(inputs[0]);
    auto* HWY_RESTRICT count = static_cast<std::int64_t*>(state[0]);
    for (std::ptrdiff_t i = 0; i < n; ++i) count[i] += x[i] != 0;
  }

  static void combine(void* const* into, void* const* const from, std::ptrdiff_t n) {
    const auto* HWY_RESTRICT more = static_cast<const std::int64_t*>(from[0]);
    auto* HWY_RESTRICT count = static_cast<std::int64_t*>(into[0]);
    for (std::ptrdiff_t i = 0; i < n; ++i) count[i] += more[i];
  }
};

template <class R>
void add_logical(std::vector<Reduction>& list, const char* name, DType state) {
  list.push_back({name, {DType::boolean}, {state}, R::init, R::fold, R::along, R::combine});
}

void add_all_logic(std::vector<Reduction>& list) {
  add_logical<Quantifier<true>>(list, "any", DType::boolean);
  add_logical<Quantifier<false>>(list, "all", DType::boolean);
  add_logical<Count>(list, "count", DType::int64);
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {
HWY_EXPORT(add_all_logic);
void add_logic(std::vector<Reduction>& list) {
  HWY_DYNAMIC_DISPATCH(add_all_logic)(list);
}
}  // namespace distarray::kernels
#endif
