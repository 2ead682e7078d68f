// dap/trilinos/session.hpp - start and end of Trilinos in this process.
#pragma once
#include <Kokkos_Core.hpp>
#include <Tpetra_Core.hpp>
#include <dap/mpi_check.hpp>
#include <dap/trilinos/space.hpp>
#include <string>

namespace dap::trilinos {

namespace detail {

struct SessionState {
  bool started_here = false;  // Kokkos was started by us, so its end is ours too
  bool ended = false;
  int sessions = 0;  // Session objects that live
};

inline SessionState& session_state() {
  static SessionState state;
  return state;
}

}  // namespace detail

// Start Kokkos after MPI, once; later calls do nothing. When the program started it itself, so it ends it.
// Not collective.
inline void initialize() {
  auto& state = detail::session_state();
  if (state.ended)
    throw Error("ERR_UNSUPPORTED", "Trilinos was finalized in this process and cannot be started again")
        .with("feature", std::string("restarting Trilinos"));
  require_mpi("Trilinos");  // left to start MPI, Tpetra would also end it
  if (Kokkos::is_initialized()) return;
  int argc = 0;
  char** argv = nullptr;
  Tpetra::initialize(&argc, &argv);
  state.started_here = true;
}

// End Trilinos, after its last object is gone and before MPI; idempotent. It cannot be started again.
// Collective over all ranks that used it.
inline void finalize() {
  auto& state = detail::session_state();
  if (state.ended) return;
  state.ended = true;
  Space::forget_all();
  if (state.started_here) Tpetra::finalize();
}

// Trilinos for the life of this object: declare it after MPI is started and before any Vector, Matrix or
// solver. Sessions may be nested: the last to go ends Trilinos.
class Session {
 public:
  Session() {
    initialize();
    ++detail::session_state().sessions;
  }
  ~Session() {
    if (--detail::session_state().sessions == 0) finalize();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
};

}  // namespace dap::trilinos
