// What a dap_array has beyond dap.h.
#pragma once
#include <dap/dap.h>

namespace distarray {

// Refuse flags, reserved bytes and fields of another dist_type that are not zero, with the rule that
// dap::validate names: an export has no place for them, and leaving them out could change what the array
// means. Fields of another dist_type that are keys of the export are left to whoever reads that.
void check_unknown_fields(const dap_array& array);

}  // namespace distarray
