// Reductions of (value, index) pairs: the smallest or largest value over the ranks, and where it is.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_pair_reduction(Napi::Object exports);
}
