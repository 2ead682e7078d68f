// dap/trilinos/outcome.hpp - what a solve came to. Not to converge is an outcome, not an error.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace dap::trilinos {

struct Outcome {
  bool converged = false;
  std::string reason;           // in PETSc's words, e.g. "CONVERGED_RTOL", "DIVERGED_ITS"
  int iterations = 0;           // 0 for a direct method
  double residual_norm = 0;     // ||b - A x||_2 of the x returned, computed anew
  std::vector<double> history;  // ||r_k||_2 as the method sees it; k = 0 is the initial residual
  bool stopped = false;         // a monitor asked to stop; converged is false
};

// Called on every rank after each iteration with its number and the residual norm; false stops the solve on
// all ranks. Must not throw.
using Monitor = std::function<bool(int iteration, double residual_norm)>;

}  // namespace dap::trilinos
