// Collective operations, blocking and non-blocking.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_collectives(Napi::Object exports);
}
