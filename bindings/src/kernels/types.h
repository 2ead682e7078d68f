// Element types of the kernels, and lists of them.
#pragma once
#include <cstdint>
#include <type_traits>

#include "common/dtype.h"

namespace distarray::kernels {

// A byte that is 0 or 1; a type of its own, so that templates tell it from uint8.
enum class Bool : std::uint8_t { no, yes };

// As NumPy and the protocol lay it out. Not std::complex, whose product is a call that handles infinities
// apart.
template <class T>
struct Complex {
  T re, im;
};

template <class... T>
struct Types {};

template <class A, class B>
struct Joined;
template <class... A, class... B>
struct Joined<Types<A...>, Types<B...>> {
  using type = Types<A..., B...>;
};
template <class A, class B>
using Join = typename Joined<A, B>::type;

using Bools = Types<Bool>;
using Ints = Types<std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t, std::uint16_t,
                   std::uint32_t, std::uint64_t>;
using Floats = Types<float, double>;
using Complexes = Types<Complex<float>, Complex<double>>;
using Reals = Join<Ints, Floats>;
using Numbers = Join<Reals, Complexes>;
using All = Join<Bools, Numbers>;

template <class T>
struct DTypeOf;
template <DType d>
using Is = std::integral_constant<DType, d>;
template <>
struct DTypeOf<Bool> : Is<DType::boolean> {};
template <>
struct DTypeOf<std::int8_t> : Is<DType::int8> {};
template <>
struct DTypeOf<std::int16_t> : Is<DType::int16> {};
template <>
struct DTypeOf<std::int32_t> : Is<DType::int32> {};
template <>
struct DTypeOf<std::int64_t> : Is<DType::int64> {};
template <>
struct DTypeOf<std::uint8_t> : Is<DType::uint8> {};
template <>
struct DTypeOf<std::uint16_t> : Is<DType::uint16> {};
template <>
struct DTypeOf<std::uint32_t> : Is<DType::uint32> {};
template <>
struct DTypeOf<std::uint64_t> : Is<DType::uint64> {};
template <>
struct DTypeOf<float> : Is<DType::float32> {};
template <>
struct DTypeOf<double> : Is<DType::float64> {};
template <>
struct DTypeOf<Complex<float>> : Is<DType::complex64> {};
template <>
struct DTypeOf<Complex<double>> : Is<DType::complex128> {};

template <class T>
inline constexpr DType dtype_of = DTypeOf<T>::value;

template <class T>
inline constexpr bool is_complex = false;
template <class T>
inline constexpr bool is_complex<Complex<T>> = true;

}  // namespace distarray::kernels
