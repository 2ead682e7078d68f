// Solvers.
#pragma once
#include "common/napi_setup.h"

namespace distarray::trilinos {
void define_solver(Napi::Object exports);
}
