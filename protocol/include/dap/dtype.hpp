// dap/dtype.hpp - element types: between C++ types and what dap.h says.
#pragma once
#include <dap/dap.h>

#include <complex>
#include <cstdint>
#include <string>
#include <type_traits>

namespace dap {

namespace detail {

template <class T>
struct is_complex : std::false_type {};
template <class T>
struct is_complex<std::complex<T>> : std::true_type {};

template <class T>
constexpr uint8_t type_code() {
  if constexpr (std::is_same_v<T, bool>)
    return DAP_BOOL;
  else if constexpr (std::is_integral_v<T>)
    return std::is_signed_v<T> ? DAP_INT : DAP_UINT;
  else if constexpr (is_complex<T>::value)
    return DAP_COMPLEX;
  else
    return DAP_FLOAT;
}

}  // namespace detail

// The dtype of a C++ type: bool, integers of 8 to 64 bits, float, double and std::complex of those.
template <class T>
constexpr dap_dtype dtype_of() {
  static_assert(std::is_arithmetic_v<T> || detail::is_complex<T>::value, "no dtype of the protocol");
  static_assert(!std::is_same_v<T, long double> && !std::is_same_v<T, std::complex<long double>>,
                "no dtype of the protocol");
  static_assert(sizeof(bool) == 1, "bool has 8 bits in dap.h");
  return {detail::type_code<T>(), static_cast<uint8_t>(8 * sizeof(T)), 1};
}

inline bool operator==(const dap_dtype& a, const dap_dtype& b) {
  return a.code == b.code && a.bits == b.bits && a.lanes == b.lanes;
}
inline bool operator!=(const dap_dtype& a, const dap_dtype& b) {
  return !(a == b);
}

// One of the 13 dtypes of the protocol?
inline bool is_dtype(const dap_dtype& dtype) {
  if (dtype.lanes != 1) return false;
  const bool whole = dtype.bits == 8 || dtype.bits == 16 || dtype.bits == 32 || dtype.bits == 64;
  switch (dtype.code) {
    case DAP_INT:
    case DAP_UINT:
      return whole;
    case DAP_FLOAT:
      return dtype.bits == 32 || dtype.bits == 64;
    case DAP_COMPLEX:
      return dtype.bits == 64 || dtype.bits == 128;
    case DAP_BOOL:
      return dtype.bits == 8;
    default:
      return false;
  }
}

// Bytes of one element.
inline int64_t item_size(const dap_dtype& dtype) {
  return dtype.bits / 8 * dtype.lanes;
}

// Bytes of what must be aligned: the element, or one part of a complex one.
inline int64_t component_size(const dap_dtype& dtype) {
  return dtype.bits / (dtype.code == DAP_COMPLEX ? 16 : 8);
}

// The byte order that elements of this dtype have in memory of this machine.
inline uint8_t native_order(const dap_dtype& dtype) {
  return component_size(dtype) <= 1 ? DAP_ORDER_NOT_APPLICABLE : DAP_ORDER_NATIVE;
}

// As users know it: "float64".
inline std::string dtype_name(const dap_dtype& dtype) {
  const std::string bits = std::to_string(dtype.bits);
  const std::string lanes = dtype.lanes == 1 ? "" : "x" + std::to_string(dtype.lanes);
  switch (dtype.code) {
    case DAP_INT:
      return "int" + bits + lanes;
    case DAP_UINT:
      return "uint" + bits + lanes;
    case DAP_FLOAT:
      return "float" + bits + lanes;
    case DAP_COMPLEX:
      return "complex" + bits + lanes;
    case DAP_BOOL:
      return "bool" + lanes;
    default:
      return "type code " + std::to_string(dtype.code) + " of " + bits + " bits" + lanes;
  }
}

}  // namespace dap
