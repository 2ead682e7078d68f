// What a block of four words becomes, for many blocks at a time, by the widest vectors of the processor. The
// results do not depend on them.
#pragma once
#include "kernels/random/philox.h"

namespace distarray::random {

// Blocks are made so many at a time: where there are fewer, room for a multiple is needed.
inline constexpr size_t block_multiple = 16;

// a + b x; `limit` is the most that a uniform element may be.
struct Affine {
  double a, b, limit;
};

// What four words become: one element each, or two elements for two.
enum class Kind { uniform, normal, exponential };

// Each of these makes 4 elements per block: blocks [n], out [4 n], n rounded up to `block_multiple`.
void fill_words(const Source& source, const uint64_t* blocks, size_t n, uint64_t* out);
void fill_reals(Kind kind, const Source& source, const uint64_t* blocks, size_t n, const Affine& map,
                float* out);
void fill_reals(Kind kind, const Source& source, const uint64_t* blocks, size_t n, const Affine& map,
                double* out);

}  // namespace distarray::random
