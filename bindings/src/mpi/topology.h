// Communicators with a topology: Cartesian grids and distributed graphs.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_topology(Napi::Object exports);
}
