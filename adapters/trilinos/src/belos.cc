#include <dap/trilinos/belos.hpp>

#include "linear_solver.h"

namespace distarray::trilinos {
namespace {

struct KrylovSolver : LinearSolver {
  explicit KrylovSolver(dap::trilinos::Krylov made) : krylov(std::move(made)) {}
  dap::trilinos::Outcome solve(const dap::Operand& b, const dap::Operand& x,
                               dap::trilinos::Monitor monitor) const override {
    return krylov.solve(b, x, std::move(monitor));
  }
  dap::trilinos::Krylov krylov;
};

}  // namespace

std::shared_ptr<LinearSolver> make_krylov(MatrixPtr matrix, const std::string& method,
                                          const Teuchos::ParameterList& parameters,
                                          Preconditioner preconditioner) {
  return std::make_shared<KrylovSolver>(
      dap::trilinos::Krylov(std::move(matrix), method, parameters, std::move(preconditioner)));
}

}  // namespace distarray::trilinos
