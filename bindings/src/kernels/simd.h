// Which of the instruction sets that the kernels are built for they use.
#pragma once
#include "common/napi_setup.h"

namespace distarray {

void define_simd(Napi::Object exports);

}  // namespace distarray
