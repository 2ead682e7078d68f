// Neighbourhood collectives on Cartesian and graph communicators, blocking and non-blocking.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_neighborhood(Napi::Object exports);
}
