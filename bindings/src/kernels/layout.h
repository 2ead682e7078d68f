// The order in which the evaluator walks the iteration shape.
#pragma once
#include "kernels/program.h"

namespace distarray::kernels {

// Bring a program's dimensions into the best order for memory and merge those that are one in memory for
// every operand. At least one dimension is left, and the last is the inner one. With reductions the order
// stays, but for turn.h: a state sees its elements in row-major order otherwise.
void simplify(Program& program);

}  // namespace distarray::kernels
