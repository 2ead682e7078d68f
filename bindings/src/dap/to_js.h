// From the C struct of dap.h to memory that JavaScript sees, without copying.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_dap_to_js(Napi::Object exports);
}
