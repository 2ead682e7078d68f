// The kernels by the names that JavaScript uses.
#pragma once
#include <memory>
#include <string>

#include "kernels/random/filler.h"

namespace distarray::random {

// What a kernel is told besides its name. Which of them it uses, and what they mean, is in kernels.cc.
struct Parameters {
  Source source;
  uint64_t first, second;  // integers
  double a, b, limit;      // reals
  const double* table;     // must outlive the kernel
  size_t table_length;
};

// Null when there is no such kernel for elements of `item` bytes.
std::unique_ptr<Kernel> make_kernel(const std::string& name, size_t item, const Parameters& parameters);

}  // namespace distarray::random
