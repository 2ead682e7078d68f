#include "kernels/reductions/binned_state.h"

namespace distarray::kernels {
namespace {

constexpr int limbs = 6;
constexpr std::int64_t limb_size = std::int64_t{1} << 40;

// Carry, so that each limb but the last is in [0, 2^40).
void carry(std::int64_t (&limb)[limbs]) {
  for (int i = 0; i + 1 < limbs; ++i) {
    const std::int64_t over = limb[i] >> 40;  // rounds down
    limb[i] -= over * limb_size;
    limb[i + 1] += over;
  }
}

}  // namespace

double round_binned(const Binned& b) {
  if (b.special != 0) return b.special;  // also NaN
  // An integer in units of 2^(40 (top - 2)), lowest limb first.
  std::int64_t limb[limbs] = {};
  for (int k = 0; k < binned_digits; ++k) {
    limb[2 - k] += static_cast<std::int64_t>(b.low[k]);
    limb[3 - k] += static_cast<std::int64_t>(b.high[k]);
  }
  carry(limb);
  const bool negative = limb[limbs - 1] < 0;
  if (negative) {
    for (auto& digits : limb) digits = -digits;
    carry(limb);
  }
  int first = limbs - 1;
  while (first > 0 && limb[first] == 0) --first;
  // The first 64 bits or so, and in the last of them whether more follow: enough to round once, correctly.
  std::uint64_t bits = static_cast<std::uint64_t>(limb[first]);
  int exponent = 0;
  bool more = false;
  for (int i = first - 1; i >= 0; --i) {
    const auto next = static_cast<std::uint64_t>(limb[i]);
    int room = 0;
    while (room < 40 && bits >> (62 - room) == 0) ++room;
    if (exponent > 0) room = 0;  // full: the limb lies below
    bits = bits << room | next >> (40 - room);
    more |= (next & ((std::uint64_t{1} << (40 - room)) - 1)) != 0;
    exponent += 40 - room;
  }
  if (more) bits |= 1;
  const double magnitude =
      std::ldexp(static_cast<double>(bits), exponent + 40 * (static_cast<int>(b.top) - 2));
  return negative ? -magnitude : magnitude;
}

}  // namespace distarray::kernels
