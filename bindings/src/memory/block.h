// Blocks: pooled native memory as JavaScript holds it, one external ArrayBuffer per window.
#pragma once
#include "common/napi_setup.h"
#include "memory/pool.h"

namespace distarray {

// Hold the memory of the block whose ArrayBuffer starts at `base`; empty when no block's does.
Pin pin_block(void* base);

// The ArrayBuffer of the block that starts at `base`; null when it was freed or collected, or is no block's.
napi_value block_window(napi_env env, void* base);

void define_block(Napi::Object exports);

}  // namespace distarray
