// Instruction sets that the kernels are built for; the best one that the processor has is chosen at run time.
// On x86: AVX-512, AVX2 and what every x86-64 has, more would only lengthen the build. Elsewhere those with
// registers of a fixed size. Included before any header of Highway.
#pragma once
#define HWY_DISABLED_TARGETS                                                                        \
  (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | \
   HWY_WASM_EMU256)
