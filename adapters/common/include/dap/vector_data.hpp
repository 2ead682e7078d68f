// dap/vector_data.hpp - the buffer of a dap_array as a library's vector may alias it.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/access.hpp>
#include <dap/section.hpp>
#include <string>

namespace dap {

// Refuse, with the reason and the copying alternative, what cannot be a vector of doubles without a copy.
inline void check_vector(const dap_array& array) {
  static const std::string remedy = std::string(". ") + DAP_COPY_ADVICE;
  check_section(array);
  detail::check_host(array);
  if (array.dtype != dtype_of<double>())
    throw Error("ERR_DTYPE", "Expected float64 elements but received " + dtype_name(array.dtype) + remedy);
  if (array.byte_order != DAP_ORDER_NATIVE && array.byte_order != DAP_ORDER_NOT_APPLICABLE)
    throw Error("ERR_DTYPE",
                "Expected elements in this machine's byte order but received the other one" + remedy);
  if (array.flags & DAP_FLAG_READ_ONLY)
    throw Error("ERR_UNSUPPORTED", "Expected a writable buffer but received a read-only one" + remedy)
        .with("feature", std::string("read-only buffer"));
  if (!is_row_major(array, sizeof(double)))
    throw Error("ERR_UNSUPPORTED",
                "Expected a contiguous row-major buffer but received a strided view" + remedy)
        .with("feature", std::string("strided view"));
  if (section_size(array) == 0) return;
  if (!array.data) throw Error("ERR_PROTOCOL", "data of a dap_array with entries must not be NULL");
  if (reinterpret_cast<uintptr_t>(array.data) % alignof(double) != 0)
    throw Error("ERR_UNSUPPORTED",
                "Expected a buffer aligned to 8 bytes but received an odd address" + remedy)
        .with("feature", std::string("unaligned buffer"));
}

// The first own entry of this rank; its section_size(array) entries follow row-major. May be NULL when empty.
// Borrowed: valid until the array is released. Not collective.
inline double* vector_data(const dap_array& array) {
  check_vector(array);
  return static_cast<double*>(array.data);
}

}  // namespace dap
