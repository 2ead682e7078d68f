// Philox4x64-10, the counter-based generator of Salmon, Moraes, Dror and Shaw (SC'11, section 3.3), one block
// at a time: a bijection of 256-bit counters that the key selects. NumPy's Philox makes the same words.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace distarray::random {

inline constexpr int rounds = 10;
inline constexpr std::array<uint64_t, 2> multipliers{0xD2E7470EE14C6C93, 0xCA5A826395121157};
inline constexpr std::array<uint64_t, 2> weyl{0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B};

using Key = std::array<uint64_t, 2>;
using Block = std::array<uint64_t, 4>;

__extension__ using Wide = unsigned __int128;

// The upper 64 bits of a product.
constexpr uint64_t multiply_high(uint64_t a, uint64_t b) {
  return static_cast<uint64_t>((static_cast<Wide>(a) * b) >> 64);
}

// The block of a counter, whose first word is the lowest.
constexpr Block philox(Block counter, Key key) {
  for (int round = 0; round < rounds; ++round) {
    counter = {multiply_high(multipliers[1], counter[2]) ^ counter[1] ^ key[0], multipliers[1] * counter[2],
               multiply_high(multipliers[0], counter[0]) ^ counter[3] ^ key[1], multipliers[0] * counter[0]};
    key = {key[0] + weyl[0], key[1] + weyl[1]};
  }
  return counter;
}

// Where the numbers of one call come from: the key says seed and stream, `draw` how many calls the stream has
// answered.
//
// Counter words, lowest first: the number of the block plus 1 (NumPy counts up before it makes a block, so
// that draw 0 has the words of a fresh numpy.random.Philox), the attempt, the draw, 0.
struct Source {
  Key key;
  uint64_t draw;

  constexpr Block block(uint64_t number, uint64_t attempt = 0) const {
    return philox({number + 1, attempt, draw, 0}, key);
  }

  // Word `index` of the words that blocks 0, 1, ... make one after the other.
  constexpr uint64_t word(uint64_t index) const { return block(index / 4)[index % 4]; }
};

// 53 bits in [0, 1), as NumPy's `random`.
inline double unit(uint64_t word) {
  return static_cast<double>(word >> 11) * 0x1p-53;
}

// 53 bits in (0, 1]: has a logarithm.
inline double positive_unit(uint64_t word) {
  return static_cast<double>((word >> 11) + 1) * 0x1p-53;
}

}  // namespace distarray::random
