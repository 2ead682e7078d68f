// The solvers behind one interface, each made in a translation unit of its own: the packages' headers are
// heavy.
#pragma once
#include <Teuchos_ParameterList.hpp>
#include <dap/operand.hpp>
#include <dap/trilinos/outcome.hpp>
#include <dap/trilinos/types.hpp>
#include <memory>
#include <string>

namespace dap::trilinos {
class Matrix;
}

namespace distarray::trilinos {

using MatrixPtr = std::shared_ptr<const dap::trilinos::Matrix>;
using Preconditioner = dap::trilinos::RCP<dap::trilinos::TpetraOperator>;

struct LinearSolver {
  virtual ~LinearSolver() = default;
  // Collective.
  virtual dap::trilinos::Outcome solve(const dap::Operand& b, const dap::Operand& x,
                                       dap::trilinos::Monitor monitor) const = 0;
};

// All collective.
std::shared_ptr<LinearSolver> make_krylov(MatrixPtr matrix, const std::string& method,
                                          const Teuchos::ParameterList& parameters,
                                          Preconditioner preconditioner);
std::shared_ptr<LinearSolver> make_direct(MatrixPtr matrix, const Teuchos::ParameterList& parameters);
Preconditioner make_ifpack2(const MatrixPtr& matrix, const std::string& type,
                            const Teuchos::ParameterList& parameters);
Preconditioner make_muelu(const MatrixPtr& matrix, const Teuchos::ParameterList& parameters);

}  // namespace distarray::trilinos
