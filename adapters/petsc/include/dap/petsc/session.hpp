// dap/petsc/session.hpp - start and end of PETSc in this process.
#pragma once
#include <petscsys.h>

#include <dap/petsc/error.hpp>

// Exported by the library from 3.18 on, but declared in private headers only.
PETSC_EXTERN PetscErrorCode PetscObjectDelayedDestroy(PetscObject*);
PETSC_EXTERN PetscErrorCode PetscGarbageCleanup(MPI_Comm);

namespace dap::petsc {

namespace detail {

struct SessionState {
  bool ready = false;         // initialize() ran and finalize() did not
  bool started_here = false;  // PetscInitialize was called by us, so PetscFinalize is ours too
  int sessions = 0;           // Session objects that live
};

inline SessionState& session_state() {
  static SessionState state;
  return state;
}

}  // namespace detail

// Can PETSc objects be used and destroyed? Not collective.
inline bool active() {
  PetscBool initialized = PETSC_FALSE, finalized = PETSC_FALSE;
  PetscInitialized(&initialized);
  PetscFinalized(&finalized);
  return initialized && !finalized;
}

// Start PETSc after MPI, once; later calls do nothing. When the program started PETSc itself, only the error
// handler that records traces is added. Collective over MPI_COMM_WORLD at the first call.
inline void initialize() {
  auto& state = detail::session_state();
  if (state.ready) return;
  require_mpi("PETSc");  // left to start MPI, PETSc would also end it
  PetscBool finalized = PETSC_FALSE;
  PetscFinalized(&finalized);
  if (finalized)
    throw dap::Error("ERR_UNSUPPORTED", "PETSc was finalized in this process and cannot be started again")
        .with("feature", std::string("restarting PETSc"));
  if (!active()) {
    // PETSc's handlers would take SIGSEGV and others from the host program, Node for one.
    check(PetscOptionsSetValue(nullptr, "-no_signal_handler", "true"), "PetscOptionsSetValue");
    check(PetscInitializeNoArguments(), "PetscInitializeNoArguments");
    state.started_here = true;
  }
  DAP_PETSC_CHECK(PetscPushErrorHandler, detail::record_frame, nullptr);
  state.ready = true;
}

// PETSc's own answer to a use before its start is the end of the program. Throws Error. Not collective.
inline void require_active() {
  if (active()) return;
  throw Error("Expected PETSc to be running: make a dap::petsc::Session first, after MPI_Init, and keep it",
              PETSC_ERR_ORDER, {});
}

// Destroy what was dropped (see Owned::drop) on every rank of `comm`. Collective over `comm`.
inline void garbage_cleanup(MPI_Comm comm) {
  require_active();
  DAP_PETSC_CHECK(PetscGarbageCleanup, comm);
}

// End PETSc, before MPI; idempotent. PETSc cannot be started again. Collective over MPI_COMM_WORLD.
inline void finalize() {
  auto& state = detail::session_state();
  if (!state.ready) return;
  state.ready = false;
  garbage_cleanup(PETSC_COMM_SELF);
  garbage_cleanup(PETSC_COMM_WORLD);
  check(PetscPopErrorHandler(), "PetscPopErrorHandler");
  if (state.started_here) check(PetscFinalize(), "PetscFinalize");
}

// PETSc for the life of this object: declare it after MPI is started and before any Vector, Matrix or Solver.
// Sessions may be nested: the last to go ends PETSc.
class Session {
 public:
  Session() {
    initialize();
    ++detail::session_state().sessions;
  }
  ~Session() {
    if (--detail::session_state().sessions > 0) return;
    try {
      finalize();
    } catch (const dap::Error&) {  // PETSc's own trace is lost with it, but a destructor must not throw
    }
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
};

}  // namespace dap::petsc
