// dap/trilinos/watch.hpp - residual history and monitor of a Belos solve.
#pragma once
#include <BelosLinearProblem.hpp>
#include <BelosStatusTest.hpp>
#include <BelosTpetraAdapter.hpp>
#include <dap/mpi_check.hpp>
#include <dap/trilinos/outcome.hpp>
#include <dap/trilinos/types.hpp>
#include <memory>
#include <utility>
#include <vector>

namespace dap::trilinos {

// Thrown through Belos when a monitor stops the solve, on every rank at the same iteration.
struct Stopped {};

// Collects residual norms and calls the monitor.
class Watch {
 public:
  // `monitored`: some rank has a monitor, so that each iteration needs an agreement to go on.
  Watch(MPI_Comm comm, bool monitored, Monitor monitor)
      : _comm(comm), _monitored(monitored), _monitor(std::move(monitor)) {}

  // The residual norm of the next iteration. Collective when monitored.
  void see(double norm) {
    _history.push_back(norm);
    if (!_monitored) return;
    int go_on = !_monitor || _monitor(static_cast<int>(_history.size()) - 1, norm);
    DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, &go_on, 1, MPI_INT, MPI_LAND, _comm);
    if (!go_on) throw Stopped{};
  }

  const std::vector<double>& history() const { return _history; }

 private:
  MPI_Comm _comm;
  bool _monitored;
  Monitor _monitor;
  std::vector<double> _history;
};

// For GMRES, whose managers take a status test of the user's: never satisfied, only looks on.
class WatchingTest : public Belos::StatusTest<Scalar, TpetraMultiVector, TpetraOperator> {
 public:
  using Iteration = Belos::Iteration<Scalar, TpetraMultiVector, TpetraOperator>;

  explicit WatchingTest(std::shared_ptr<Watch> watch) : _watch(std::move(watch)) {}

  Belos::StatusType checkStatus(Iteration* iteration) override {
    // A restart checks its first iteration again.
    if (iteration->getNumIters() < static_cast<int>(_watch->history().size())) return Belos::Failed;
    std::vector<double> norms(1);
    const auto residual = iteration->getNativeResiduals(&norms);
    if (!residual.is_null()) residual->norm2(norms);
    _watch->see(norms[0]);
    return Belos::Failed;
  }
  Belos::StatusType getStatus() const override { return Belos::Failed; }
  void reset() override {}
  void print(std::ostream&, int) const override {}

 private:
  std::shared_ptr<Watch> _watch;
};

// For CG, whose managers take no test: once per iteration, and before the first, they precondition the
// residual.
class WatchingProblem : public Belos::LinearProblem<Scalar, TpetraMultiVector, TpetraOperator> {
 public:
  using LinearProblem::LinearProblem;

  // Begin to watch: after setProblem(), which preconditions the initial residual for itself.
  void watch_with(std::shared_ptr<Watch> watch) { _watch = std::move(watch); }

  void applyLeftPrec(const TpetraMultiVector& r, TpetraMultiVector& z) const override {
    if (_watch) {
      double norm = 0;
      r.norm2(Teuchos::arrayView(&norm, 1));
      _watch->see(norm);
    }
    LinearProblem::applyLeftPrec(r, z);
  }

 private:
  std::shared_ptr<Watch> _watch;
};

}  // namespace dap::trilinos
