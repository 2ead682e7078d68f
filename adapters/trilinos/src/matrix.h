// Matrices.
#pragma once
#include "common/napi_setup.h"

namespace distarray::trilinos {
void define_matrix(Napi::Object exports);
}
