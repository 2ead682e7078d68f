// Random orders of 0 .. n - 1 whose entries every rank finds by itself.
#pragma once
#include <array>
#include <vector>

#include "kernels/random/philox.h"

namespace distarray::random {

// A permutation, entry by entry. Up to `shuffled_up_to` it is a true shuffle (Fisher and Yates), of which
// every rank makes the whole. Beyond, it is a keyed bijection: a Feistel network on the least power of two
// that holds n, walked along until it is below n (Black and Rogaway, Ciphers with Arbitrary Finite Domains,
// 2002). Its key has 768 bits, more than any seed, but of course not every one of the n! orders can come out.
class Permutation {
 public:
  static constexpr uint64_t shuffled_up_to = uint64_t{1} << 16;

  Permutation(const Source& source, uint64_t n);
  uint64_t operator()(uint64_t index) const { return _shuffled.empty() ? walk(index) : _shuffled[index]; }

 private:
  static constexpr size_t feistel_rounds = 12;

  uint64_t walk(uint64_t index) const;
  uint64_t network(uint64_t index) const;

  uint64_t _n;
  std::vector<uint64_t> _shuffled;
  unsigned _left_bits = 0, _right_bits = 0;
  std::array<uint64_t, feistel_rounds> _keys{};
};

// The first `count` of 0 .. n - 1 drawn one after the other without replacement, each with a chance in
// proportion to its weight among those that are left: the order of exponential deviates with the weights as
// rates (Efraimidis and Spirakis 2006).
std::vector<uint64_t> weighted_order(const Source& source, const double* weights, uint64_t n, uint64_t count);

}  // namespace distarray::random
