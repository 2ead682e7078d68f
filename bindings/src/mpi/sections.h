// Collectives on sections of different lengths: gatherv, scatterv, allgatherv, alltoallv.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_sections(Napi::Object exports);
}
