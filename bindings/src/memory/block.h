// Blocks: pooled native memory as JavaScript holds it, one external ArrayBuffer per window.
#pragma once
#include "common/napi_setup.h"
#include "memory/pool.h"

namespace distarray {

// Hold the memory of the block whose ArrayBuffer starts at `base`; empty when no block's does.
Pin pin_block(void* base);

void define_block(Napi::Object exports);

}  // namespace distarray
