// Compiled for each instruction set: a row of one element is stores and nothing else, and their width is its
// speed.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/copy.cc"
#include "kernels/targets.h"
// After targets.h.
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cstring>

#include "kernels/copy.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

struct Item16 {
  std::uint64_t parts[2];
};

// By memcpy: elements of 8 and 16 bytes may be complex, and then are aligned as their parts only.
template <class T>
HWY_INLINE T read(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

template <class T>
void gather_items(const std::byte* from, std::int64_t stride, std::int64_t n, std::byte* to) {
  auto* r = reinterpret_cast<T*>(to);
  if (stride == 0) {
    const T value = read<T>(from);
    for (std::int64_t i = 0; i < n; ++i) r[i] = value;
    return;
  }
  for (std::int64_t i = 0; i < n; ++i) r[i] = read<T>(from + i * stride);
}

template <class T>
void scatter_items(const std::byte* from, std::byte* to, std::int64_t stride, std::int64_t n) {
  constexpr std::int64_t item = sizeof(T);
  for (std::int64_t i = 0; i < n; ++i) std::memcpy(to + i * stride, from + i * item, sizeof(T));
}

void gather_strided(const std::byte* from, std::int64_t stride, std::int64_t item, std::int64_t n,
                    std::byte* to) {
  switch (item) {
    case 1:
      return gather_items<std::uint8_t>(from, stride, n, to);
    case 2:
      return gather_items<std::uint16_t>(from, stride, n, to);
    case 4:
      return gather_items<std::uint32_t>(from, stride, n, to);
    case 8:
      return gather_items<std::uint64_t>(from, stride, n, to);
    default:
      return gather_items<Item16>(from, stride, n, to);
  }
}

void scatter_strided(const std::byte* from, std::byte* to, std::int64_t stride, std::int64_t item,
                     std::int64_t n) {
  switch (item) {
    case 1:
      return scatter_items<std::uint8_t>(from, to, stride, n);
    case 2:
      return scatter_items<std::uint16_t>(from, to, stride, n);
    case 4:
      return scatter_items<std::uint32_t>(from, to, stride, n);
    case 8:
      return scatter_items<std::uint64_t>(from, to, stride, n);
    default:
      return scatter_items<Item16>(from, to, stride, n);
  }
}

void count_int64(std::int64_t start, std::int64_t step, std::int64_t n, std::byte* to) {
  auto* r = reinterpret_cast<std::int64_t*>(to);
  for (std::int64_t i = 0; i < n; ++i) r[i] = start + step * i;
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(gather_strided);
HWY_EXPORT(scatter_strided);
HWY_EXPORT(count_int64);

void gather(const std::byte* from, std::int64_t stride, std::int64_t item, std::int64_t n, std::byte* to) {
  if (stride == item)
    std::memcpy(to, from, static_cast<std::size_t>(n * item));
  else
    HWY_DYNAMIC_DISPATCH(gather_strided)(from, stride, item, n, to);
}

void scatter(const std::byte* from, std::byte* to, std::int64_t stride, std::int64_t item, std::int64_t n) {
  if (stride == item)
    std::memmove(to, from, static_cast<std::size_t>(n * item));  // an output may be its own input
  else
    HWY_DYNAMIC_DISPATCH(scatter_strided)(from, to, stride, item, n);
}

void count_up(std::int64_t start, std::int64_t step, std::int64_t n, std::byte* to) {
  if (step == 0)
    HWY_DYNAMIC_DISPATCH(gather_strided)(reinterpret_cast<const std::byte*>(&start), 0, sizeof start, n, to);
  else
    HWY_DYNAMIC_DISPATCH(count_int64)(start, step, n, to);
}

}  // namespace distarray::kernels
#endif
