// dap/trilinos/belos.hpp - Krylov methods.
#pragma once
#include <BelosBlockGmresIter.hpp>
#include <BelosCGIter.hpp>
#include <BelosLinearProblem.hpp>
#include <BelosPseudoBlockGmresIter.hpp>
#include <BelosSolverFactory.hpp>
#include <BelosTpetraAdapter.hpp>
#include <Teuchos_oblackholestream.hpp>
#include <dap/trilinos/identity.hpp>
#include <dap/trilinos/matrix.hpp>
#include <dap/trilinos/outcome.hpp>
#include <dap/trilinos/parameters.hpp>
#include <dap/trilinos/watch.hpp>
#include <memory>
#include <string>
#include <utility>

namespace dap::trilinos {

// A Belos method for one matrix: "CG", "BLOCK CG", "GMRES" or "BLOCK GMRES". CG preconditions from the left
// and GMRES from the right, so that the residuals both report are those of the system itself.
class Krylov {
 public:
  // Unknown methods and parameters are refused, in Belos' words. Collective.
  Krylov(std::shared_ptr<const Matrix> matrix, const std::string& method, Teuchos::ParameterList parameters,
         RCP<TpetraOperator> preconditioner = Teuchos::null)
      : _matrix(std::move(matrix)),
        _method(method),
        _parameters(std::move(parameters)),
        _preconditioner(std::move(preconditioner)) {
    together(_matrix->comm(), [&] {
      if (method != "CG" && method != "BLOCK CG" && method != "GMRES" && method != "BLOCK GMRES")
        throw Error(
            "ERR_ARGUMENT",
            "Expected \"CG\", \"BLOCK CG\", \"GMRES\" or \"BLOCK GMRES\" for the method but received \"" +
                method + "\"");
      _left = method == "CG" || method == "BLOCK CG";
      const auto valid = make_manager(Teuchos::parameterList())->getValidParameters();
      adapt_types(_parameters, *valid);
      _parameters.validateParameters(*valid, 0);
      // Belos reports breakdowns on standard output, whatever the verbosity; here they are in the outcome.
      if (!_parameters.isParameter("Verbosity"))
        _parameters.set("Output Stream", Teuchos::rcp<std::ostream>(new Teuchos::oblackholestream));
      make_manager(Teuchos::parameterList(_parameters));
    });
    if (_left && _preconditioner.is_null())
      _preconditioner = Teuchos::rcp(new IdentityOperator(_matrix->tpetra()->getDomainMap()));
  }

  const Matrix& matrix() const { return *_matrix; }

  // Solve A x = b, starting from x. `monitor` may be set on some ranks only. Collective. Throws on every rank
  // what check_fit throws, and ERR_TRILINOS.
  Outcome solve(const Operand& b, const Operand& x, Monitor monitor = {}) const {
    check_fit(_matrix->comm(), _matrix->rows(), {b->array(), "b"}, {x->array(), "x"});
    const MPI_Comm comm = _matrix->comm();
    int monitored = monitor != nullptr;
    DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, &monitored, 1, MPI_INT, MPI_LOR, comm);
    auto watch = std::make_shared<Watch>(comm, monitored != 0, std::move(monitor));
    const auto rhs = _matrix->alias(b);
    auto solution = _matrix->alias(x);
    Outcome outcome = together(comm, [&] { return run(rhs, solution, watch); });
    outcome.history = watch->history();
    outcome.residual_norm = _matrix->residual_norm(rhs, solution);
    return outcome;
  }

 private:
  using Manager = Belos::SolverManager<Scalar, TpetraMultiVector, TpetraOperator>;

  RCP<Manager> make_manager(const RCP<Teuchos::ParameterList>& parameters) const {
    Belos::SolverFactory<Scalar, TpetraMultiVector, TpetraOperator> factory;
    return factory.create(_method, parameters);
  }

  Outcome run(const TpetraVector& b, TpetraVector& x, const std::shared_ptr<Watch>& watch) const {
    const auto problem =
        Teuchos::rcp(new WatchingProblem(_matrix->tpetra(), Teuchos::rcpFromRef(x), Teuchos::rcpFromRef(b)));
    if (_left)
      problem->setLeftPrec(_preconditioner);
    else if (!_preconditioner.is_null())
      problem->setRightPrec(_preconditioner);
    problem->setProblem();
    const auto manager = make_manager(Teuchos::parameterList(_parameters));
    manager->setProblem(problem);
    if (_left)
      problem->watch_with(watch);
    else
      manager->setDebugStatusTest(Teuchos::rcp(new WatchingTest(watch)));
    Outcome outcome;
    try {
      outcome.converged = manager->solve() == Belos::Converged;
      outcome.iterations = manager->getNumIters();
      // Single-reduction CG ends without preconditioning its last residual.
      if (static_cast<int>(watch->history().size()) == outcome.iterations)
        watch->see(_matrix->residual_norm(b, x));
      outcome.reason = outcome.converged          ? "CONVERGED_RTOL"
                       : manager->isLOADetected() ? "DIVERGED_LOSS_OF_ACCURACY"
                                                  : "DIVERGED_ITS";
    } catch (const Stopped&) {
      outcome.stopped = true;
      outcome.reason = "STOPPED_BY_MONITOR";
      outcome.iterations = static_cast<int>(watch->history().size()) - 1;
    } catch (const Belos::StatusTestError&) {
      diverge(outcome, *watch, "DIVERGED_NANORINF");
    } catch (const Belos::CGIterateFailure&) {
      diverge(outcome, *watch, "DIVERGED_INDEFINITE");
    } catch (const Belos::GmresIterationOrthoFailure&) {
      diverge(outcome, *watch, "DIVERGED_BREAKDOWN");
    } catch (const Belos::PseudoBlockGmresIterOrthoFailure&) {
      diverge(outcome, *watch, "DIVERGED_BREAKDOWN");
    }
    return outcome;
  }

  static void diverge(Outcome& outcome, const Watch& watch, const char* reason) {
    outcome.reason = reason;
    outcome.iterations = std::max(0, static_cast<int>(watch.history().size()) - 1);
  }

  std::shared_ptr<const Matrix> _matrix;
  std::string _method;
  Teuchos::ParameterList _parameters;
  RCP<TpetraOperator> _preconditioner;
  bool _left = false;
};

}  // namespace dap::trilinos
