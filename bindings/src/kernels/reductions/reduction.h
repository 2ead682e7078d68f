// The interface of reductions: how the evaluator feeds them, tile by tile.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/dtype.h"

namespace distarray::kernels {

// What `fold` keeps between the tiles that go to one state. Empty at first and after `finish`.
struct Fold {
  // The sum or the moments of some of the elements.
  struct Part {
    double count, m2, mean[2];  // sums are kept in `mean`; the second number is the imaginary part
  };

  Fold() {}  // leaves the numbers below as they are: they are read no further than `parts` says

  // Adds what is kept to the state and leaves the fold empty; set by a reduction that keeps something.
  void (*close)(Fold&, void* const* state) = nullptr;
  std::int64_t parts = 0;  // pushed so far; its binary digits say which stand on the stack (cascade.h)
  double base[2];          // what means are counted from
  double shift[2], shift_count;
  Part stack[64];
};

// Ends a run of folds into `state`: it holds all of them afterwards.
inline void finish(Fold& scratch, void* const* state) {
  if (scratch.close) scratch.close(scratch, state);
  scratch.close = nullptr;
}

// One reduction over tiles. A state has parallel arrays (struct of arrays), one for each dtype of `state`,
// with one element per output element.
struct Reduction {
  const char* name;
  std::vector<DType> inputs;
  std::vector<DType> state;
  // n adjacent states to the neutral element
  void (*init)(void* const* state, std::ptrdiff_t n);
  // n adjacent input elements into ONE state (the inner dimension is reduced)
  void (*fold)(const void* const* inputs, std::ptrdiff_t n, void* const* state, Fold& scratch);
  // input i into state i (the inner dimension is kept)
  void (*along)(const void* const* inputs, std::ptrdiff_t n, void* const* state);
  // states of a LATER part of the array into those of an earlier one
  void (*combine)(void* const* into, void* const* const from, std::ptrdiff_t n);
  // n results of n states, as float64; null when the first array of the state is the result
  void (*result)(void* const* state, double* out, std::ptrdiff_t n) = nullptr;
  // `fold`, with start, start + step, ... as the second input, which then has no memory; null when it needs
  // some
  void (*fold_counted)(const void* input, std::int64_t start, std::int64_t step, std::ptrdiff_t n,
                       void* const* state) = nullptr;
};

// Every reduction; the position is its number in a program.
const std::vector<Reduction>& reductions();

}  // namespace distarray::kernels
