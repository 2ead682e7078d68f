// Integer arithmetic that wraps around instead of being undefined.
#if defined(DISTARRAY_KERNELS_WRAP) == defined(HWY_TARGET_TOGGLE)
#ifdef DISTARRAY_KERNELS_WRAP
#undef DISTARRAY_KERNELS_WRAP
#else
#define DISTARRAY_KERNELS_WRAP
#endif

#include <hwy/highway.h>

#include <type_traits>

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {

// Where sums and products of T are computed: unsigned, and not shorter than int, to which C++ would promote.
template <class T, bool integral = std::is_integral_v<T>>
struct Computed {
  using type = T;
};
template <class T>
struct Computed<T, true> {
  using type = std::conditional_t<(sizeof(T) < sizeof(unsigned)), unsigned, std::make_unsigned_t<T>>;
};

template <class T>
typename Computed<T>::type wide(T value) {
  return static_cast<typename Computed<T>::type>(value);
}

}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
