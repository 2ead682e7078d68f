// Start and end of MPI in this process.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_environment(Napi::Object exports);
}
