// dap/mpi_check.hpp - every MPI call of these headers goes through DAP_MPI_CHECK: a failure becomes an Error
// with the call's name.
#pragma once
#include <mpi.h>

#include <dap/error.hpp>
#include <string>

namespace dap {

inline void check_mpi(int code, const char* call) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0, error_class = 0, rank = -1;
  MPI_Error_string(code, text, &length);
  MPI_Error_class(code, &error_class);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  throw Error("ERR_MPI", std::string(call) + " failed on rank " + std::to_string(rank) + ": " + text)
      .with("call", std::string(call))
      .with("errorClass", error_class)
      .with("errorCode", code)
      .with("rank", rank);
}

// Not between MPI_Init and MPI_Finalize, MPI itself would end the program. `what` cannot do without it.
inline void require_mpi(const char* what) {
  int started = 0, ended = 0;
  check_mpi(MPI_Initialized(&started), "MPI_Initialized");
  check_mpi(MPI_Finalized(&ended), "MPI_Finalized");
  if (started && !ended) return;
  throw Error("ERR_MPI", std::string("Start MPI before ") + what + ": MPI is not running, " +
                             (ended ? "it was finalized" : "call MPI_Init first"));
}

inline int comm_rank(MPI_Comm comm) {
  require_mpi("using a communicator");
  int rank = 0;
  check_mpi(MPI_Comm_rank(comm, &rank), "MPI_Comm_rank");
  return rank;
}

inline int comm_size(MPI_Comm comm) {
  require_mpi("using a communicator");
  int size = 0;
  check_mpi(MPI_Comm_size(comm, &size), "MPI_Comm_size");
  return size;
}

}  // namespace dap

#define DAP_MPI_CHECK(function, ...) ::dap::check_mpi(function(__VA_ARGS__), #function)
