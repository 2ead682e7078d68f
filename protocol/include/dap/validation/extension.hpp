// dap/validation/extension.hpp - rules DAP-X: the device, and the extension struct.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/validation/findings.hpp>
#include <dap/validation/section.hpp>
#include <string>

namespace dap::detail {

inline void validate_device(Findings& findings, const dap_array& array) {
  findings.expect(array.device.id >= 0, "DAP-X4", "__extension__.device.id", "an integer, zero or more,",
                  array.device.id);
  findings.expect(array.device.type == DAP_DEVICE_CPU, "DAP-X5", "__extension__.device.type",
                  "1, the CPU (memory of other devices is not supported: copy it first),", array.device.type);
}

inline void validate_replica(Findings& findings, const dap_replica& replica, int32_t i) {
  const std::string path = "__extension__.replicated[" + std::to_string(i) + "]";
  if (!findings.expect(replica.proc_grid_size >= 1, "DAP-X7", path + ".proc_grid_size",
                       "an integer, at least 1,", replica.proc_grid_size))
    return;
  findings.expect(
      replica.proc_grid_rank >= 0 && replica.proc_grid_rank < replica.proc_grid_size, "DAP-X7",
      path + ".proc_grid_rank",
      "an integer from 0 to below proc_grid_size, " + std::to_string(replica.proc_grid_size) + ",",
      replica.proc_grid_rank);
}

inline void validate_extension(Findings& findings, const dap_array& array) {
  const dap_extension& extension = *array.extension;
  if (extension.reserved[0] != 0 || extension.reserved[1] != 0 || extension.has_comm > 1)
    findings.report("DAP-X2", "__extension__", "Expected zero in the fields that dap.h does not know");
  const std::string path = "__extension__.replicated";
  if (!findings.expect(extension.n_replicated >= 0 && extension.n_replicated <= max_dimensions, "DAP-X7",
                       path, "from 0 to 64 dimensions", extension.n_replicated))
    return;
  if (extension.n_replicated > 0 && !extension.replicated)
    return findings.report("DAP-X7", path, "Expected the replicated dimensions but received NULL");
  for (int32_t i = 0; i < extension.n_replicated; ++i) validate_replica(findings, extension.replicated[i], i);
  const std::string partial = "__extension__.partial";
  if (!findings.expect(extension.partial <= DAP_PARTIAL_MAX, "DAP-X8", partial,
                       "one of the DAP_PARTIAL codes", extension.partial))
    return;
  if (extension.partial != DAP_PARTIAL_NONE && extension.n_replicated == 0)
    findings.report("DAP-X9", partial, "Expected replicated dimensions, along which the partial results lie");
  if (extension.partial >= DAP_PARTIAL_MIN && array.dtype.code == DAP_COMPLEX)
    findings.report("DAP-X9", partial, "Expected sum or prod, since complex numbers have no order");
}

}  // namespace dap::detail
