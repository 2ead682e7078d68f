// Reductions as JavaScript sees them: the list, and what is done with states.
#pragma once
#include "common/napi_setup.h"

namespace distarray::kernels {
void define_reduction_states(Napi::Object exports);
}
