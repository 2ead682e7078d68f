// Whether an operand lies within the memory it was given.
#pragma once
#include <vector>

#include "kernels/program.h"

namespace distarray::kernels {

// A typed error, which names `list[position]`, unless every element of `operand` lies within `bytes` bytes
// from `view` and is aligned there; then its data is `view + offset`. An iteration shape without elements
// reads and writes nothing, so that every operand fits.
void place(Operand& operand, std::byte* view, std::int64_t bytes, std::int64_t offset,
           const std::vector<std::int64_t>& shape, const char* list, std::size_t position);

}  // namespace distarray::kernels
