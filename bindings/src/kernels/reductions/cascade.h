// Pairwise summation of parts that come one after another: equal neighbours are merged as in a binary
// counter, so that each part takes part in about log2(parts) additions, however the elements are cut into
// tiles.
#pragma once
#include "kernels/reductions/reduction.h"

namespace distarray::kernels {

using Merge = Fold::Part (*)(const Fold::Part& earlier, const Fold::Part& later);

template <Merge merge>
inline void push_part(Fold& fold, Fold::Part part) {
  int depth = 0;
  for (std::int64_t ones = fold.parts; ones != 0; ones &= ones - 1) ++depth;
  for (std::int64_t digits = fold.parts; digits & 1; digits >>= 1) part = merge(fold.stack[--depth], part);
  fold.stack[depth] = part;
  ++fold.parts;
}

// Takes everything off the stack. The fold has parts.
template <Merge merge>
inline Fold::Part pop_parts(Fold& fold) {
  int depth = -1;
  for (std::int64_t ones = fold.parts; ones != 0; ones &= ones - 1) ++depth;
  Fold::Part part = fold.stack[depth];
  while (depth > 0) part = merge(fold.stack[--depth], part);
  fold.parts = 0;
  return part;
}

}  // namespace distarray::kernels
