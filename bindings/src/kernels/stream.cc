#include "kernels/stream.h"

#include <algorithm>
#include <cstring>

#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/stream.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include <hwy/cache_control.h>
#include <hwy/highway.h>
HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// What is written past the caches, and together.
constexpr std::int64_t line = 64;

}  // namespace

void stream_bytes(const std::byte* from, std::byte* to, std::int64_t bytes) {
  const hn::CappedTag<std::uint8_t, line> d;
  const auto step = static_cast<std::int64_t>(hn::Lanes(d));
  const auto* source = reinterpret_cast<const std::uint8_t*>(from);
  auto* target = reinterpret_cast<std::uint8_t*>(to);
  const auto before = static_cast<std::int64_t>(-reinterpret_cast<std::uintptr_t>(to) % line);
  std::int64_t done = std::min(before, bytes);
  std::memcpy(target, source, static_cast<std::size_t>(done));
  for (const std::int64_t last = bytes - line; done <= last; done += line)
    for (std::int64_t i = 0; i < line; i += step)
      hn::Stream(hn::LoadU(d, source + done + i), d, target + done + i);
  std::memcpy(target + done, source + done, static_cast<std::size_t>(bytes - done));
}

}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(stream_bytes);

void stream(const std::byte* from, std::byte* to, std::int64_t bytes) {
  HWY_DYNAMIC_DISPATCH(stream_bytes)(from, to, bytes);
}

void end_streams() {
  hwy::FlushStream();
}

}  // namespace distarray::kernels
#endif
