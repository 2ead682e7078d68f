// prod: numbers are multiplied in int64, uint64, float64 or complex128. Floats one after another as in NumPy:
// another order can overflow where this one does not.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/reductions/products.cc"
#include "kernels/targets.h"
// After targets.h.
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "kernels/reductions/element_types.h"
#include "kernels/reductions/families.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

// a *= b for component arrays: one number, or the two of a complex one.
template <class Number, class T>
HWY_INLINE void multiply(Number* a, const T* b, std::ptrdiff_t width) {
  const auto b0 = static_cast<Number>(b[0]);
  if (width == 1) {
    a[0] = a[0] * b0;
  } else {
    const auto b1 = static_cast<Number>(b[1]);
    const Number re = a[0] * b0 - a[1] * b1;
    a[1] = a[0] * b1 + a[1] * b0;
    a[0] = re;
  }
}

template <class T>
struct Product {
  static constexpr std::ptrdiff_t width = is_complex<T> ? 2 : 1;
  using Multiplied = std::conditional_t<std::is_integral_v<T>, std::uint64_t, double>;

  static void init(void* const* state, std::ptrdiff_t n) {
    auto* product = static_cast<Multiplied*>(state[0]);
    for (std::ptrdiff_t i = 0; i < n * width; ++i) product[i] = i % width == 0 ? 1 : 0;
  }

  static void fold(const void* const* inputs, std::ptrdiff_t n, void* const* state, Fold&) {
    const auto* x = static_cast<const Component<T>*>(inputs[0]);
    auto* product = static_cast<Multiplied*>(state[0]);
    Multiplied total[2] = {product[0], width == 2 ? product[width - 1] : Multiplied{0}};
    for (std::ptrdiff_t i = 0; i < n; ++i) multiply(total, x + i * width, width);
    for (std::ptrdiff_t k = 0; k < width; ++k) product[k] = total[k];
  }

  static void along(const void* const* inputs, std::ptrdiff_t n, void* const* state) {
    const auto* HWY_RESTRICT x = static_cast<const Component<T>*>(inputs[0]);
    auto* HWY_RESTRICT product = static_cast<Multiplied*>(state[0]);
    for (std::ptrdiff_t i = 0; i < n; ++i) multiply(product + i * width, x + i * width, width);
  }

  static void combine(void* const* into, void* const* const from, std::ptrdiff_t n) {
    const auto* HWY_RESTRICT x = static_cast<const Multiplied*>(from[0]);
    auto* HWY_RESTRICT product = static_cast<Multiplied*>(into[0]);
    for (std::ptrdiff_t i = 0; i < n; ++i) multiply(product + i * width, x + i * width, width);
  }
};

template <class... T>
void add_products_of(std::vector<Reduction>& list, Types<T...>) {
  (list.push_back({"prod",
                   {dtype_of<T>},
                   {dtype_of<Wide<T>>},
                   Product<T>::init,
                   Product<T>::fold,
                   Product<T>::along,
                   Product<T>::combine}),
   ...);
}

void add_all_products(std::vector<Reduction>& list) {
  add_products_of(list, Ints());
  add_products_of(list, Floats());
  add_products_of(list, Complexes());
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {
HWY_EXPORT(add_all_products);
void add_products(std::vector<Reduction>& list) {
  HWY_DYNAMIC_DISPATCH(add_all_products)(list);
}
}  // namespace distarray::kernels
#endif
