#pragma once
#include "common/napi_setup.h"

namespace distarray {

void define_random(Napi::Object exports);

}  // namespace distarray
