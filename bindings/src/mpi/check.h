// The one macro through which every MPI call is made: a failure becomes an MpiError with the call's name.
#pragma once
#include <mpi.h>

#include "common/native_error.h"
#include "mpi/current_call.h"

namespace distarray {

inline void check_mpi(int code, const char* call) {
  if (code == MPI_SUCCESS) return;
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0, error_class = 0, rank = -1;
  MPI_Error_string(code, text, &length);
  MPI_Error_class(code, &error_class);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  throw NativeError("ERR_MPI", std::string(call) + " failed on rank " + std::to_string(rank) + ": " + text)
      .with("call", call)
      .with("errorClass", error_class)
      .with("errorCode", code)
      .with("rank", rank);
}

inline bool is_mpi_active() {
  int initialized = 0, finalized = 0;
  MPI_Initialized(&initialized);
  MPI_Finalized(&finalized);
  return initialized && !finalized;
}

// MPI ends the process when it is called before its start or after its end; this makes an error of it.
inline void require_active_mpi() {
  if (is_mpi_active()) return;
  int initialized = 0;
  MPI_Initialized(&initialized);
  throw NativeError("ERR_MPI", initialized
                                   ? "MPI was finalized in this process: communicate before its end"
                                   : "MPI was not started in this process: call world() or self() first")
      .with("call", initialized ? "MPI_Finalized" : "MPI_Initialized")
      .with("errorClass", MPI_ERR_OTHER)
      .with("errorCode", MPI_ERR_OTHER)
      .with("rank", -1);
}

}  // namespace distarray

#define MPI_CHECK(function, ...) \
  ::distarray::check_mpi(MPI_TELLING(#function, function(__VA_ARGS__)), #function)
