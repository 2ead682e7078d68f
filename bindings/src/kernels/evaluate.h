// Elementwise programs of JavaScript.
#pragma once
#include "common/napi_setup.h"

namespace distarray {

void define_evaluate(Napi::Object exports);

}  // namespace distarray
