#include "kernels/simd.h"

#include <array>
#include <string>

#include "common/addon.h"
#include "kernels/targets.h"
// after targets.h
#include <hwy/highway.h>
#include <hwy/targets.h>

namespace distarray {
namespace {

// An instruction set by the name that users know it by. Highway numbers better ones lower.
struct InstructionSet {
  const char* name;
  int64_t target;
  int64_t better;  // the targets that must not be chosen before it
};

// Best first; the last one every processor of this kind has.
constexpr std::array instruction_sets = {
#if HWY_ARCH_X86
    InstructionSet{"avx512", HWY_AVX3, 0},
    InstructionSet{"avx2", HWY_AVX2, HWY_AVX2 - 1},
#endif
    InstructionSet{"baseline", HWY_STATIC_TARGET, ~int64_t{HWY_STATIC_TARGET}},
};

bool is_supported(const InstructionSet& set) {
  return &set == &instruction_sets.back() || (hwy::SupportedTargets() & set.target) != 0;
}

// simd_targets(): string[]; the instruction sets that this processor has and simd_limit allows, best first.
// The kernels use the first.
Napi::Value simd_targets(const Napi::CallbackInfo& info) {
  auto names = Napi::Array::New(info.Env());
  for (const auto& set : instruction_sets)
    if (is_supported(set)) names.Set(names.Length(), set.name);
  return names;
}

// simd_limit(name: string): undefined; use none better than this one of simd_targets(). Kernels that have
// been listed by then keep theirs.
Napi::Value simd_limit(const Napi::CallbackInfo& info) {
  const auto name = info[0].As<Napi::String>().Utf8Value();
  for (const auto& set : instruction_sets)
    if (name == set.name) hwy::DisableTargets(set.better);
  return info.Env().Undefined();
}

}  // namespace

void define_simd(Napi::Object exports) {
  define<simd_targets>(exports, "simd_targets");
  define<simd_limit>(exports, "simd_limit");
}

}  // namespace distarray
