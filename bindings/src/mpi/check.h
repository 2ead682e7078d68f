// The one macro through which every MPI call is made: a failure becomes an MpiError with the call's name.
#pragma once
#include <mpi.h>

#include "common/native_error.h"

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

}  // namespace distarray

#define MPI_CHECK(function, ...) ::distarray::check_mpi(function(__VA_ARGS__), #function)
