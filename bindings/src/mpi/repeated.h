// Collectives that are called over and over with the same memory.
#pragma once
#include "common/napi_setup.h"

namespace distarray {

void define_repeated(Napi::Object exports);

}  // namespace distarray
