// A communicator as JavaScript holds it, shared by all addons through comm_tag.
#pragma once
#include <mpi.h>

#include "common/handle.h"
#include "common/type_tags.h"
#include "mpi/check.h"

namespace distarray {

struct CommHandle {
  MPI_Comm comm = MPI_COMM_NULL;
  bool owned = false;  // made by dup, split, ...: freed by comm_free; world and self are not
};

// The communicator behind a handle, ready for use: live, and MPI has not ended.
inline MPI_Comm comm_of(const Napi::Value& value) {
  MPI_Comm comm = unwrap_handle<CommHandle>(value, comm_tag, "a communicator").comm;
  if (comm == MPI_COMM_NULL)
    throw NativeError("ERR_USE_AFTER_FREE", "Expected a live communicator but received one that was freed");
  require_active_mpi();
  return comm;
}

}  // namespace distarray
