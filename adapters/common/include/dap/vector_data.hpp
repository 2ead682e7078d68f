// dap/vector_data.hpp - the buffer of a dap_array as a library's vector may alias it.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/section.hpp>
#include <string>

namespace dap {

inline std::string dtype_name(const dap_dtype& dtype) {
  const std::string bits = std::to_string(dtype.bits);
  switch (dtype.code) {
    case DAP_INT:
      return "int" + bits;
    case DAP_UINT:
      return "uint" + bits;
    case DAP_FLOAT:
      return "float" + bits;
    case DAP_COMPLEX:
      return "complex" + bits;
    case DAP_BOOL:
      return "bool";
    default:
      return "type code " + std::to_string(dtype.code) + " of " + bits + " bits";
  }
}

// Is the section one dense row-major run? Strides along extents of 0 and 1 do not matter.
inline bool is_row_major(const dap_array& array, int64_t item_size) {
  int64_t stride = item_size;
  for (int32_t d = array.ndim; d-- > 0;) {
    if (array.shape[d] == 0) return true;
    if (array.shape[d] > 1 && array.strides[d] != stride) {
      // An extent of 0 further up makes the section empty, and then no stride matters.
      return section_size(array) == 0;
    }
    stride *= array.shape[d];
  }
  return true;
}

// Refuse, with the reason and the copying alternative, what cannot be a vector of doubles without a copy.
inline void check_vector(const dap_array& array) {
  static const std::string remedy =
      ". Pass { copy: true } to work on a float64 copy (in C++, copy into a contiguous array of double)";
  check_section(array);
  if (array.device.type != DAP_DEVICE_CPU)
    throw Error("ERR_UNSUPPORTED", "Expected an array in host memory but it is on device type " +
                                       std::to_string(array.device.type) + ". Copy it to the host first")
        .with("feature", std::string("device memory"));
  if (array.dtype.code != DAP_FLOAT || array.dtype.bits != 64 || array.dtype.lanes != 1)
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
