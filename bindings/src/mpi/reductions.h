// Collective reductions, blocking and non-blocking.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_reductions(Napi::Object exports);
}
