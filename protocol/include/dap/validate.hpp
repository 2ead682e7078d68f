// dap/validate.hpp - check one process's dap_array against every rule that it alone can break.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/integers.hpp>
#include <dap/validation/dimension.hpp>
#include <dap/validation/extension.hpp>
#include <dap/validation/findings.hpp>
#include <dap/validation/section.hpp>
#include <string>
#include <vector>

namespace dap {

namespace detail {

inline void validate_header(Findings& findings, const dap_array& array) {
  const int32_t* v = array.version;
  const std::string version = std::to_string(v[0]) + "." + std::to_string(v[1]) + "." + std::to_string(v[2]);
  if (v[0] < 0 || v[1] < 0 || v[2] < 0)
    findings.report("DAP-V1", "__version__", "Expected major.minor.patch but received " + version);
  else if (v[0] != 0 || v[1] != 10)
    findings.report("DAP-V2", "__version__", "Expected version 0.10 but received " + version);
  constexpr uint64_t flags = DAP_FLAG_READ_ONLY | DAP_FLAG_COPIED;
  if ((array.flags & ~flags) != 0 || array.reserved[0] != 0 || array.reserved[1] != 0)
    findings.report("DAP-E3", "", "Expected zero in the flags and fields that dap.h does not know");
}

// The memory of the section; what one rule leaves unknown keeps no other from being checked. Returns whether
// the shape is known.
inline bool validate_section(Findings& findings, const dap_array& array) {
  const bool has_shape = validate_shape(findings, array), has_strides = validate_strides(findings, array);
  if (!has_shape || !has_elements(array)) return has_shape;
  validate_count(findings, array);
  if (!array.data)
    findings.report("DAP-S1", "buffer.data",
                    "Expected the memory of a section with entries but received NULL");
  if (has_strides) validate_memory(findings, array);
  return true;
}

// The number of elements of the whole array; sizes that are none are left out.
inline void validate_global_size(Findings& findings, const dap_array& array) {
  int64_t size = 1;
  bool fits = true;
  for (int32_t d = 0; d < array.ndim; ++d) {
    if (array.dims[d].size == 0) return;
    if (array.dims[d].size > 0) fits = fits && !__builtin_mul_overflow(size, array.dims[d].size, &size);
  }
  if (!fits || !is_safe_integer(size))
    findings.report("DAP-D8", "dim_data", "Expected sizes whose product is a safe integer");
}

}  // namespace detail

// One finding per broken rule and place, in reading order; empty for a valid section. The rules are those of
// the TypeScript validator that a struct can break; a struct that cannot be read at all breaks DAP-E1. Not
// collective. Reads indices, never the elements.
inline std::vector<Finding> validate(const dap_array& array) {
  detail::Findings findings;
  if (dap_is_released(&array) || array.layout != DAP_LAYOUT) {
    findings.report("DAP-E1", "",
                    dap_is_released(&array) ? "Expected a live dap_array but received one that was released"
                                            : "Expected a dap_array of layout 0 but received one of layout " +
                                                  std::to_string(array.layout));
    return findings.list;
  }
  detail::validate_header(findings, array);
  detail::validate_dtype(findings, array);
  detail::validate_device(findings, array);
  if (array.extension) detail::validate_extension(findings, array);
  if (!findings.expect(array.ndim >= 0 && array.ndim <= detail::max_dimensions, "DAP-S3", "buffer.shape",
                       "from 0 to 64 dimensions", array.ndim))
    return findings.list;
  const bool has_shape = detail::validate_section(findings, array);
  if (array.ndim > 0 && !array.dims) {
    findings.report("DAP-D1", "dim_data", "Expected a dictionary per dimension but received NULL");
    return findings.list;
  }
  detail::validate_global_size(findings, array);
  for (int32_t d = 0; d < array.ndim; ++d)
    detail::validate_dimension(findings, array.dims[d], d, has_shape ? array.shape[d] : -1);
  return findings.list;
}

}  // namespace dap
