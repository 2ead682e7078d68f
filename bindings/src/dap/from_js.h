// From a JavaScript export to the C struct of dap.h, without copying.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_dap_from_js(Napi::Object exports);
}
