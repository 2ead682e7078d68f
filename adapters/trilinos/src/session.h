// Start and end of Trilinos.
#pragma once
#include "common/napi_setup.h"

namespace distarray::trilinos {
void define_session(Napi::Object exports);
}
