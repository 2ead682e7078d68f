#include <dap/trilinos/amesos2.hpp>

#include "linear_solver.h"

namespace distarray::trilinos {
namespace {

struct DirectSolver : LinearSolver {
  explicit DirectSolver(dap::trilinos::Direct made) : direct(std::move(made)) {}
  // A direct method has no iterations to monitor.
  dap::trilinos::Outcome solve(const dap::Operand& b, const dap::Operand& x,
                               dap::trilinos::Monitor) const override {
    return direct.solve(b, x);
  }
  dap::trilinos::Direct direct;
};

}  // namespace

std::shared_ptr<LinearSolver> make_direct(MatrixPtr matrix, const Teuchos::ParameterList& parameters) {
  return std::make_shared<DirectSolver>(dap::trilinos::Direct(std::move(matrix), parameters));
}

}  // namespace distarray::trilinos
