// dap/petsc/solver.hpp - a KSP for one matrix, driven by PETSc options.
#pragma once
#include <petscksp.h>

#include <algorithm>
#include <dap/petsc/matrix.hpp>
#include <dap/petsc/monitor.hpp>
#include <dap/petsc/options.hpp>
#include <dap/petsc/result.hpp>
#include <optional>
#include <string>
#include <vector>

namespace dap::petsc {

namespace detail {

// Ranks with different options would part ways inside PETSc. Collective.
inline void check_equal_options(MPI_Comm comm, const std::string& text) {
  const auto hash = static_cast<uint64_t>(std::hash<std::string>{}(text));
  uint64_t range[2] = {hash, ~hash};
  DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, range, 2, MPI_UINT64_T, MPI_MAX, comm);
  if (range[0] != ~range[1])
    throw dap::Error("ERR_ARGUMENT", "Expected the same solver options on every rank but they differ");
}

}  // namespace detail

class Solver {
 public:
  // Make the solver and set it up, so that a factorisation happens here. PETSc reads `options` and, for what
  // they leave open, the program's own (PETSC_OPTIONS, the global database); other solvers do not see them.
  // With a prefix, only options that begin with it belong to this solver, so that one string can configure
  // several. Collective; options must be equal on all ranks. Throws on every rank: UnusedOptions,
  // ERR_ARGUMENT (options differ between ranks, none begins with the prefix), Error.
  Solver(const Matrix& matrix, const Options& options, const std::string& prefix = "")
      : _rows(matrix.rows()) {
    const MPI_Comm comm = matrix.comm();
    const std::string given = options.text();
    detail::check_equal_options(comm, given + '\n' + prefix);
    const auto names = own_names(options, prefix);
    char* global = nullptr;
    DAP_PETSC_CHECK(PetscOptionsGetAll, nullptr, &global);
    const std::string inherited = global ? global : "";
    DAP_PETSC_CHECK(PetscFree, global);
    DAP_PETSC_CHECK(PetscOptionsInsertString, _options.database(), inherited.c_str());
    DAP_PETSC_CHECK(PetscOptionsInsertString, _options.database(), given.c_str());

    settle(comm, [&] {
      const detail::OptionsScope scope(_options);
      DAP_PETSC_CHECK(KSPCreate, comm, _ksp.out());
      DAP_PETSC_CHECK(KSPSetOperators, ksp(), matrix.mat(), matrix.mat());
      DAP_PETSC_CHECK(KSPSetOptionsPrefix, ksp(), prefix.c_str());
      DAP_PETSC_CHECK(KSPSetFromOptions, ksp());
      // Nested solvers read their options when they are made, in these two.
      DAP_PETSC_CHECK(KSPSetUp, ksp());
      DAP_PETSC_CHECK(KSPSetUpOnBlocks, ksp());
    });
    check_used(comm, names);
    const auto n = static_cast<PetscInt>(_rows.n_global), local = static_cast<PetscInt>(_rows.n_local);
    _rhs = detail::vec_over(comm, local, n, nullptr);
    _solution = detail::vec_over(comm, local, n, nullptr);
    keep_history();
  }

  KSP ksp() const { return _ksp.get(); }

  // Solve A x = b in the memory of b and x; x is also the initial guess under -ksp_initial_guess_nonzero.
  // `monitor` may be given on some ranks only. Collective. Throws on every rank: ERR_SHAPE, ERR_DISTRIBUTION,
  // ERR_ARGUMENT (b and x overlap), Error; the monitor's exception on the rank where it was thrown, and an
  // Error of its code on the others.
  Result solve(const Operand& b, const Operand& x, const Monitor& monitor = {}) {
    const MPI_Comm comm = PetscObjectComm(_ksp.object());
    check_fit(comm, _rows, {b->array(), "b"}, {x->array(), "x"});
    int monitored = monitor ? 1 : 0;
    DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, &monitored, 1, MPI_INT, MPI_MAX, comm);
    const detail::Placed rhs(_rhs, b), solution(_solution, x);
    const detail::OptionsScope scope(_options);
    if (!monitored) {
      settle(comm, [&] { DAP_PETSC_CHECK(KSPSolve, ksp(), _rhs.get(), _solution.get()); });
    } else {
      solve_monitored(comm, monitor);
    }
    return detail::result_of(ksp());
  }
  Result solve(const Vector& b, Vector& x, const Monitor& monitor = {}) {
    return solve(b.operand(), x.operand(), monitor);
  }

  // For a garbage collector; see Owned::drop.
  void drop() noexcept {
    _ksp.drop();
    _rhs.drop();
    _solution.drop();
  }

 private:
  static std::vector<std::string> own_names(const Options& options, const std::string& prefix) {
    auto names = options.unread();
    const bool some = !names.empty();
    const auto foreign = [&](const std::string& name) { return name.compare(0, prefix.size(), prefix) != 0; };
    names.erase(std::remove_if(names.begin(), names.end(), foreign), names.end());
    if (some && names.empty())
      throw dap::Error("ERR_ARGUMENT", "Expected options that begin with the prefix '" + prefix +
                                           "' (as in -" + prefix + "ksp_type cg) but received none");
    return names;
  }

  // An option counts as read when any rank read it: some solvers are on some ranks only. Collective.
  void check_used(MPI_Comm comm, const std::vector<std::string>& names) const {
    std::vector<int> used;
    for (const auto& name : names) {
      PetscBool flag = PETSC_FALSE;
      DAP_PETSC_CHECK(PetscOptionsUsed, _options.database(), name.c_str(), &flag);
      used.push_back(flag);
    }
    DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, used.data(), static_cast<int>(used.size()), MPI_INT, MPI_MAX,
                  comm);
    std::vector<std::string> unused;
    for (size_t k = 0; k < names.size(); ++k)
      if (!used[k]) unused.push_back(names[k]);
    if (!unused.empty()) throw UnusedOptions(unused);
  }

  // Room for one norm per iteration, within reason: ksp_max_it may be anything.
  void keep_history() {
    PetscInt max_iterations = 0;
    DAP_PETSC_CHECK(KSPGetTolerances, ksp(), nullptr, nullptr, nullptr, &max_iterations);
    const PetscInt room = std::clamp<PetscInt>(max_iterations, 1, 1000000) + 1;
    DAP_PETSC_CHECK(KSPSetResidualHistory, ksp(), nullptr, room, PETSC_TRUE);
  }

  void solve_monitored(MPI_Comm comm, const Monitor& monitor) {
    if (!_monitor_set) {
      // PETSc can only take away all monitors at once, those of the options, too: so ours stays and rests.
      DAP_PETSC_CHECK(KSPMonitorSet, ksp(), relay, _active.get(), nullptr);
      _monitor_set = true;
    }
    detail::MonitorScope scope(ksp(), comm, _options, monitor);
    *_active = &scope;
    settle(comm, [&] {
      const PetscErrorCode code = KSPSolve(ksp(), _rhs.get(), _solution.get());
      *_active = nullptr;
      scope.rethrow();
      check(code, "KSPSolve");
    });
  }

  static PetscErrorCode relay(KSP, PetscInt iteration, PetscReal norm, void* context) {
    if (auto* scope = *static_cast<detail::MonitorScope**>(context)) scope->call(iteration, norm);
    return success;
  }

  Options _options;  // the program's and the caller's
  Rows _rows;
  Owned<Vec> _rhs, _solution;  // without memory of their own
  // The scope of the solve that is running; at a fixed address, for PETSc keeps it when this object moves.
  std::unique_ptr<detail::MonitorScope*> _active = std::make_unique<detail::MonitorScope*>(nullptr);
  bool _monitor_set = false;
  Owned<KSP> _ksp;  // destroyed first: it refers to the rest
};

}  // namespace dap::petsc
