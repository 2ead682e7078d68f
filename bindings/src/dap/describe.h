// What a dap_array says, as plain JavaScript values.
#pragma once
#include <dap/dap.h>

#include "common/napi_setup.h"

namespace distarray {

// Refuse a struct of which not even the extents can be read: another layout, or no arrays where some belong.
void check_readable(const dap_array& array);

void define_dap_describe(Napi::Object exports);
}  // namespace distarray
