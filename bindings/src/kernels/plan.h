// What the evaluator does for each tile, and where each register is meanwhile.
#pragma once
#include <vector>

#include "kernels/program.h"

namespace distarray::kernels {

enum class Act {
  load,           // an input into its tile buffer
  compute,        // a step
  compute_ahead,  // a step whose inputs come from memory
  save,           // a register into an output
  stream,         // a register into an output, past the caches
  reduce,         // registers into a state
};

struct Action {
  Act act;
  int index;  // of the input, step, output or reduction
};

struct Plan {
  // Whether a tile is part of one row of the inner dimension. Otherwise rows are short, and a tile holds
  // many: what is adjacent in all dimensions is then used in place, and the rest copied row by row.
  bool by_rows = true;
  // Whether an output is streamed.
  bool streams = false;
  std::vector<Action> actions;
  // For each register its tile buffer, or absent: an input or output that is used in place.
  std::vector<int> buffer_of;
  // For each register the output that its step writes directly, or absent.
  std::vector<int> output_of;
  // Registers that are the same for each tile: constants, and inputs that are one element.
  std::vector<int> filled_once;
  // For each tile buffer its bytes per element.
  std::vector<std::int64_t> buffers;
};

// `program` is simplified.
Plan make_plan(const Program& program);

}  // namespace distarray::kernels
