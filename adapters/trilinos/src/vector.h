// Vectors.
#pragma once
#include "common/napi_setup.h"

namespace distarray::trilinos {
void define_vector(Napi::Object exports);
void define_vector_create(Napi::Object exports);
}  // namespace distarray::trilinos
