// A number that depends on every byte a dap_array describes, for tests.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_dap_checksum(Napi::Object exports);
}
