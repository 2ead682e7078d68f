#include "kernels/random/permutation.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "kernels/random/elementary.h"

namespace distarray::random {
namespace {

// Bits that depend on all bits of x and of the key: the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
uint64_t mix(uint64_t x, uint64_t key) {
  x = (x ^ key) + weyl[0];
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

std::vector<uint64_t> shuffled(const Source& source, uint64_t n) {
  std::vector<uint64_t> order(n);
  std::iota(order.begin(), order.end(), uint64_t{0});
  Block block{};
  for (uint64_t drawn = 0; drawn + 1 < n; ++drawn) {
    if (drawn % 4 == 0) block = source.block(drawn / 4);
    const uint64_t left = n - drawn;
    std::swap(order[left - 1], order[multiply_high(block[drawn % 4], left)]);
  }
  return order;
}

}  // namespace

Permutation::Permutation(const Source& source, uint64_t n) : _n(n) {
  if (n <= shuffled_up_to) {
    _shuffled = shuffled(source, n);
    return;
  }
  unsigned bits = 0;
  while (bits < 64 && (n - 1) >> bits != 0) ++bits;
  _left_bits = bits / 2;
  _right_bits = bits - _left_bits;
  for (size_t round = 0; round < feistel_rounds; ++round) _keys[round] = source.word(round);
}

uint64_t Permutation::walk(uint64_t index) const {
  do {
    index = network(index);
  } while (index >= _n);
  return index;
}

uint64_t Permutation::network(uint64_t index) const {
  // With an odd number of bits the halves differ by one, and exchange their widths in each round.
  unsigned left_bits = _left_bits, right_bits = _right_bits;
  uint64_t left = index >> right_bits, right = index & ((uint64_t{1} << right_bits) - 1);
  for (const uint64_t key : _keys) {
    const uint64_t mixed = left ^ (mix(right, key) >> (64 - left_bits));
    left = right;
    right = mixed;
    std::swap(left_bits, right_bits);
  }
  return left << right_bits | right;
}

std::vector<uint64_t> weighted_order(const Source& source, const double* weights, uint64_t n,
                                     uint64_t count) {
  std::vector<std::pair<double, uint64_t>> arrivals;
  for (uint64_t i = 0; i < n; ++i)
    if (weights[i] > 0) arrivals.emplace_back(-log(positive_unit(source.word(i))) / weights[i], i);
  const auto first = static_cast<std::ptrdiff_t>(std::min<uint64_t>(count, arrivals.size()));
  std::partial_sort(arrivals.begin(), arrivals.begin() + first, arrivals.end());
  std::vector<uint64_t> order;
  for (std::ptrdiff_t i = 0; i < first; ++i) order.push_back(arrivals[static_cast<size_t>(i)].second);
  return order;
}

}  // namespace distarray::random
