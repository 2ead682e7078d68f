#include "mpi/collectives.h"

#include "mpi/call.h"
#include "mpi/large_count.h"

namespace distarray {
namespace {

// Each function here exists twice: `name` blocks, `iname` starts and returns a request handle.
// In every signature: send is null for MPI_IN_PLACE; a buffer that matters on the root only is undefined
// elsewhere; counts are in elements of dtype, and dtype is a number of datatype.h.

// MPI_Barrier, MPI_Ibarrier -> barrier(comm)
void barrier(const Napi::CallbackInfo&, Call& call) {
  if (call.is_blocking())
    MPI_CHECK(MPI_Barrier, call.comm());
  else
    MPI_CHECK(MPI_Ibarrier, call.comm(), call.next_part());
}

// MPI_Bcast, MPI_Ibcast -> bcast(comm, data, count, dtype, root)
void bcast(const Napi::CallbackInfo& info, Call& call) {
  const auto [type, count] = counted(call, element_of(info[3]), integer_of(info[2]));
  MPI_RUN(call, Bcast, Ibcast, data_of(info[1]), count, type, int_of(info[4]));
}

// MPI_Gather, MPI_Igather -> gather(comm, send, recv, count of one rank, dtype, root)
void gather(const Napi::CallbackInfo& info, Call& call) {
  const auto [type, count] = counted(call, element_of(info[4]), integer_of(info[3]), call.size());
  MPI_RUN(call, Gather, Igather, data_of(info[1]), count, type, data_of(info[2]), count, type,
          int_of(info[5]));
}

// MPI_Scatter, MPI_Iscatter -> scatter(comm, send, recv, count of one rank, dtype, root); recv may be null
void scatter(const Napi::CallbackInfo& info, Call& call) {
  const auto [type, count] = counted(call, element_of(info[4]), integer_of(info[3]), call.size());
  MPI_RUN(call, Scatter, Iscatter, data_of(info[1]), count, type, data_of(info[2]), count, type,
          int_of(info[5]));
}

// MPI_Allgather, MPI_Iallgather -> allgather(comm, send, recv, count of one rank, dtype)
void allgather(const Napi::CallbackInfo& info, Call& call) {
  const auto [type, count] = counted(call, element_of(info[4]), integer_of(info[3]), call.size());
  MPI_RUN(call, Allgather, Iallgather, data_of(info[1]), count, type, data_of(info[2]), count, type);
}

// MPI_Alltoall, MPI_Ialltoall -> alltoall(comm, send, recv, count for one rank, dtype)
void alltoall(const Napi::CallbackInfo& info, Call& call) {
  const auto [type, count] = counted(call, element_of(info[4]), integer_of(info[3]), call.size());
  MPI_RUN(call, Alltoall, Ialltoall, data_of(info[1]), count, type, data_of(info[2]), count, type);
}

}  // namespace

void define_collectives(Napi::Object exports) {
  define_both<barrier>(exports, "barrier", "ibarrier");
  define_both<bcast>(exports, "bcast", "ibcast");
  define_both<gather>(exports, "gather", "igather");
  define_both<scatter>(exports, "scatter", "iscatter");
  define_both<allgather>(exports, "allgather", "iallgather");
  define_both<alltoall>(exports, "alltoall", "ialltoall");
}

}  // namespace distarray
