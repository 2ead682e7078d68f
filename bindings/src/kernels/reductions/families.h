// The families of reductions, a file each: each adds its own to the list.
#pragma once
#include "kernels/reductions/reduction.h"

namespace distarray::kernels {

void add_sums(std::vector<Reduction>& list);
void add_products(std::vector<Reduction>& list);
void add_extrema(std::vector<Reduction>& list);
void add_arg_extrema(std::vector<Reduction>& list);
void add_logic(std::vector<Reduction>& list);
void add_moments(std::vector<Reduction>& list);
void add_binned_sums(std::vector<Reduction>& list);

}  // namespace distarray::kernels
