// What a dap_array says, as plain JavaScript values.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_dap_describe(Napi::Object exports);
}
