// Loops: an operation for given element types, over adjacent elements.
#pragma once
#include <array>
#include <cstddef>
#include <vector>

#include "common/dtype.h"

namespace distarray::kernels {

// `output` may be one of the inputs when its elements have the same size: element i is read before it is
// written.
using LoopFunction = void (*)(const void* const* inputs, void* output, std::ptrdiff_t n);

inline constexpr int max_arity = 3;

struct Loop {
  const char* name;
  int arity;
  std::array<DType, max_arity> inputs;
  DType output;
  LoopFunction run;
  // The same, for inputs that come from memory: asks for what follows them early. nullptr: `run` does for
  // both.
  LoopFunction run_ahead = nullptr;
};

// A list that the families add their loops to. Not a std::vector: code of the standard library must not be
// compiled for one instruction set under a name that the linker shares with the others.
class LoopList {
 public:
  void add(const Loop& loop);
  std::vector<Loop> take();

 private:
  std::vector<Loop> _loops;
};

// Every loop; the position is its opcode.
const std::vector<Loop>& loops();

// The families, for the best instruction set of this machine.
void add_arithmetic(LoopList& list);
void add_bits(LoopList& list);
void add_casts(LoopList& list);
void add_comparisons(LoopList& list);
void add_complex_arithmetic(LoopList& list);
void add_complex_functions(LoopList& list);
void add_floats(LoopList& list);
void add_integers(LoopList& list);
void add_selection(LoopList& list);
void add_special_functions(LoopList& list);
void add_transcendentals(LoopList& list);

}  // namespace distarray::kernels
