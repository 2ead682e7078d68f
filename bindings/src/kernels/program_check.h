// Whether the parts of a program fit together.
#pragma once
#include "kernels/program.h"

namespace distarray::kernels {

// A typed error unless each register exists before it is used and has the dtype that its user takes, and no
// output or state is at the same place for different elements of it.
void check(const Program& program);

}  // namespace distarray::kernels
