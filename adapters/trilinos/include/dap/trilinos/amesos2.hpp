// dap/trilinos/amesos2.hpp - a sparse direct solver.
#pragma once
#include <cmath>
#include <dap/trilinos/gathered.hpp>
#include <dap/trilinos/matrix.hpp>
#include <dap/trilinos/outcome.hpp>
#include <memory>
#include <utility>

namespace dap::trilinos {

// A factorization of one matrix by Amesos2's KLU2, on rank 0 (see Gathered). Of the other solvers that
// Amesos2 can drive, Debian's build has Tacho alone, which crashes in its factorization.
class Direct {
 public:
  // Factorize. Throws on every rank ERR_TRILINOS for a singular matrix and for parameters that KLU2 does not
  // know. Collective.
  Direct(std::shared_ptr<const Matrix> matrix, const Teuchos::ParameterList& parameters)
      : _matrix(std::move(matrix)), _factors(_matrix->comm(), _matrix->tpetra(), parameters) {}

  const Matrix& matrix() const { return *_matrix; }

  // Solve A x = b. Collective. Throws on every rank what check_fit throws.
  Outcome solve(const Operand& b, const Operand& x) const {
    check_fit(_matrix->comm(), _matrix->rows(), {b->array(), "b"}, {x->array(), "x"});
    Outcome outcome;
    const auto rhs = _matrix->alias(b);
    auto solution = _matrix->alias(x);
    together(_matrix->comm(), [&] { _factors.solve(solution, rhs); });
    outcome.residual_norm = _matrix->residual_norm(rhs, solution);
    outcome.converged = std::isfinite(outcome.residual_norm);
    outcome.reason = outcome.converged ? "CONVERGED_ITS" : "DIVERGED_NANORINF";
    outcome.history = {outcome.residual_norm};
    return outcome;
  }

 private:
  std::shared_ptr<const Matrix> _matrix;
  Gathered _factors;
};

}  // namespace dap::trilinos
