// Long dimensions innermost.
#pragma once
#include "kernels/program.h"

namespace distarray::kernels {

// Make the longest dimension the innermost one where rows are so short that every loop over one costs more
// than its elements; whether it was done. Of the other dimensions those that are reduced come last then.
bool turn(Program& program);

}  // namespace distarray::kernels
