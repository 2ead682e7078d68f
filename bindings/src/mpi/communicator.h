// Communicators: handles, their making and their end.
#pragma once
#include <mpi.h>

#include "common/napi_setup.h"

namespace distarray {

// Give a new communicator to JavaScript, which frees it with comm_free; undefined for MPI_COMM_NULL.
// A handle that is only dropped leaks its communicator: freeing is collective and garbage collection is not.
Napi::Value wrap_comm(Napi::Env env, MPI_Comm comm);

void define_communicator(Napi::Object exports);

}  // namespace distarray
