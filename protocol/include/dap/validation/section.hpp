// dap/validation/section.hpp - rules DAP-S: the memory of a section.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/dtype.hpp>
#include <dap/integers.hpp>
#include <dap/validation/findings.hpp>
#include <string>

namespace dap::detail {

inline constexpr int32_t max_dimensions = 64;  // PEP-3118's own limit

inline void validate_dtype(Findings& findings, const dap_array& array) {
  if (!is_dtype(array.dtype))
    return findings.report("DAP-S2", "buffer.format",
                           "Expected one of the protocol's dtypes but received " + dtype_name(array.dtype));
  findings.expect(array.byte_order == native_order(array.dtype), "DAP-S2", "buffer.format",
                  "byte_order " + std::to_string(native_order(array.dtype)) + ", this machine's,",
                  array.byte_order);
}

// Returns whether there is a shape to rely on.
inline bool validate_shape(Findings& findings, const dap_array& array) {
  if (array.ndim > 0 && !array.shape) {
    findings.report("DAP-S3", "buffer.shape", "Expected an extent per dimension but received NULL");
    return false;
  }
  for (int32_t d = 0; d < array.ndim; ++d)
    if (!findings.expect(array.shape[d] >= 0, "DAP-S3", "buffer.shape", "integers, zero or more,",
                         array.shape[d]))
      return false;
  return true;
}

// Returns whether there are strides.
inline bool validate_strides(Findings& findings, const dap_array& array) {
  if (array.ndim == 0 || array.strides) return true;
  findings.report("DAP-S4", "buffer.strides", "Expected a stride per dimension but received NULL");
  return false;
}

inline bool has_elements(const dap_array& array) {
  for (int32_t d = 0; d < array.ndim; ++d)
    if (array.shape[d] == 0) return false;
  return true;
}

// Does the number of elements fit?
inline void validate_count(Findings& findings, const dap_array& array) {
  int64_t count = 1;
  bool fits = true;
  for (int32_t d = 0; d < array.ndim; ++d)
    fits = fits && !__builtin_mul_overflow(count, array.shape[d], &count);
  if (!fits || !is_safe_integer(count))
    findings.report("DAP-S10", "buffer.shape", "Expected extents whose product is a safe integer");
}

// Bounds and alignment of memory that is there. How long it is only the producer knows. Of a dtype that is
// none, elements have a byte at least, and no alignment.
inline void validate_memory(Findings& findings, const dap_array& array) {
  const bool known = is_dtype(array.dtype);
  const int64_t alignment = known ? component_size(array.dtype) : 1;
  bool aligned = reinterpret_cast<uintptr_t>(array.data) % static_cast<uint64_t>(alignment) == 0;
  bool shared = false, reachable = true;
  int64_t low = 0, high = known ? item_size(array.dtype) : 1;
  for (int32_t d = 0; d < array.ndim; ++d) {
    int64_t reach = 0;
    int64_t& end = array.strides[d] < 0 ? low : high;
    reachable = reachable && !__builtin_mul_overflow(array.shape[d] - 1, array.strides[d], &reach) &&
                !__builtin_add_overflow(end, reach, &end);
    if (array.shape[d] < 2) continue;
    aligned = aligned && array.strides[d] % alignment == 0;
    shared = shared || array.strides[d] == 0;
  }
  if (!reachable)
    findings.report("DAP-S5", "buffer",
                    "Expected every element inside the address space, but shape and strides reach outside");
  if (!aligned)
    findings.report("DAP-S6", "buffer",
                    "Expected data and strides to be aligned to " + std::to_string(alignment) + " bytes");
  if (shared && !(array.flags & DAP_FLAG_READ_ONLY))
    findings.warn("DAP-S9", "buffer.strides", "Writing to one element also changes others: a stride is 0");
}

}  // namespace dap::detail
