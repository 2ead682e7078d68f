// Programs that are read and checked once, and run on other memory each time.
#pragma once
#include "common/napi_setup.h"

namespace distarray {

void define_kept_program(Napi::Object exports);

}  // namespace distarray
