// dap/petsc/monitor.hpp - the caller's function called in every iteration, and what happens when it throws.
#pragma once
#include <petscksp.h>

#include <cstdint>
#include <dap/petsc/options.hpp>
#include <exception>
#include <functional>

namespace dap::petsc {

// Called with the number of the iteration and the residual norm, 0 being before the first.
using Monitor = std::function<void(int64_t iteration, double residual_norm)>;

namespace detail {

// A monitor attached to a KSP for one solve. Constructed on every rank, also where the caller has none.
//
// An exception must not leave PETSc half-way through an iteration, nor one rank alone. So it is kept, the
// ranks agree in the same iteration that there is one, and a wrapped convergence test ends the solve on all
// of them; then rethrow() throws.
class MonitorScope {
 public:
  MonitorScope(KSP ksp, MPI_Comm comm, const Options& options, const Monitor& monitor)
      : _ksp(ksp), _comm(comm), _options(options), _monitor(monitor) {
    DAP_PETSC_CHECK(KSPGetAndClearConvergenceTest, _ksp, &_test, &_test_context, &_test_destroy);
    DAP_PETSC_CHECK(KSPSetConvergenceTest, _ksp, test, this, nullptr);
  }
  ~MonitorScope() { KSPSetConvergenceTest(_ksp, _test, _test_context, _test_destroy); }
  MonitorScope(const MonitorScope&) = delete;
  MonitorScope& operator=(const MonitorScope&) = delete;

  bool stopped() const { return _stopped; }
  // Throw what this rank's monitor threw, if it did. Not collective.
  void rethrow() const {
    if (_failure) std::rethrow_exception(_failure);
  }

  // Collective, as PETSc's monitors are.
  void call(PetscInt iteration, PetscReal norm) noexcept {
    if (_stopped) return;
    int failed = 0;
    if (_monitor) try {
        const OptionsPause pause(_options);
        _monitor(iteration, norm);
      } catch (...) {
        _failure = std::current_exception();
        failed = 1;
      }
    // A failing reduction cannot be repaired here; the solver's own next one reports it.
    MPI_Allreduce(MPI_IN_PLACE, &failed, 1, MPI_INT, MPI_MAX, _comm);
    _stopped = failed != 0;
  }

 private:
  static PetscErrorCode test(KSP ksp, PetscInt iteration, PetscReal norm, KSPConvergedReason* reason,
                             void* context) {
    const auto* self = static_cast<const MonitorScope*>(context);
    if (!self->_stopped) return self->_test(ksp, iteration, norm, reason, self->_test_context);
    *reason = KSP_CONVERGED_ITS;  // a negative reason would be an error under -ksp_error_if_not_converged
    return success;
  }

  KSP _ksp;
  MPI_Comm _comm;
  const Options& _options;
  const Monitor& _monitor;
  std::exception_ptr _failure;
  bool _stopped = false;
  PetscErrorCode (*_test)(KSP, PetscInt, PetscReal, KSPConvergedReason*, void*) = nullptr;
  void* _test_context = nullptr;
  PetscErrorCode (*_test_destroy)(void*) = nullptr;
};

}  // namespace detail
}  // namespace dap::petsc
