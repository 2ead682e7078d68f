// Vectors.
#pragma once
#include "common/napi_setup.h"

namespace distarray::trilinos {
void define_vector(Napi::Object exports);
}
