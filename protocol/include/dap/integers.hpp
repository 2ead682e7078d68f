// dap/integers.hpp - arithmetic on extents and indices that cannot wrap around.
#pragma once
#include <cstdint>
#include <dap/error.hpp>
#include <string>

namespace dap {

// a * b; an Error when it does not fit 64 bits. Neither may be negative.
inline int64_t checked_product(int64_t a, int64_t b, const char* what) {
  int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product))
    throw Error("ERR_UNSUPPORTED", std::string(what) + " does not fit a 64-bit integer");
  return product;
}

// Can JavaScript's numbers hold it? Then every implementation can.
inline bool is_safe_integer(int64_t value) {
  constexpr int64_t largest = (int64_t{1} << 53) - 1;
  return value >= -largest && value <= largest;
}

// Is it an integer of the protocol, `least` or more? Every one is safe.
inline bool is_count(int64_t value, int64_t least = 0) {
  return value >= least && is_safe_integer(value);
}

}  // namespace dap
