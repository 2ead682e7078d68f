// Between the C struct of dap.h and DLPack tensors.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_dlpack(Napi::Object exports);
}
