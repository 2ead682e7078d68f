// What reductions ask of element types.
#pragma once
#include <type_traits>

#include "kernels/types.h"

namespace distarray::kernels {

template <class T>
inline constexpr bool is_float = std::is_floating_point_v<T>;

// What values of type T are added up in.
template <class T>
using Wide = std::conditional_t<
    is_complex<T>, Complex<double>,
    std::conditional_t<is_float<T>, double,
                       std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>>>;

// The numbers in memory that make up values of type T.
template <class T>
struct ComponentsOf {
  using type = T;
};
template <class T>
struct ComponentsOf<Complex<T>> {
  using type = T;
};
template <class T>
using Component = typename ComponentsOf<T>::type;

// Whether x is no number. Without a branch, so that loops stay vectorized.
template <class T>
constexpr bool is_nan(T x) {
  if constexpr (is_float<T>)
    return x != x;
  else
    return false;
}

}  // namespace distarray::kernels
