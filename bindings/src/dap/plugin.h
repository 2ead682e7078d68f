#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_dap_plugin(Napi::Object exports);
}
