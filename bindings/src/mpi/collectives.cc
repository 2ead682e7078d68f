#include "mpi/collectives.h"

#include "mpi/call.h"
#include "mpi/large_count.h"
#include "mpi/op.h"

namespace distarray {
namespace {

// Each function here exists twice: `name` blocks, `iname` starts and returns a request handle.
// In every signature: send is null for MPI_IN_PLACE; a buffer that matters on the root only is undefined
// elsewhere; counts are in elements of dtype; dtype and op are the numbers of datatype.h and op.h.

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

// MPI_Allreduce, MPI_Iallreduce -> allreduce(comm, send, recv, count, dtype, op)
void allreduce(const Napi::CallbackInfo& info, Call& call) {
  std::byte *send = data_of(info[1]), *recv = data_of(info[2]);
  const Element element = element_of(info[4]);
  const MPI_Op op = op_of(info[5], element.dtype);
  in_pieces(integer_of(info[3]), [&](int64_t start, int count) {
    const int64_t at = start * static_cast<int64_t>(element.size);
    MPI_RUN(call, Allreduce, Iallreduce, advance(send, at), recv + at, count, element.type, op);
  });
}

}  // namespace

void define_collectives(Napi::Object exports) {
  define<blocking<barrier>>(exports, "barrier");
  define<nonblocking<barrier>>(exports, "ibarrier");
  define<blocking<bcast>>(exports, "bcast");
  define<nonblocking<bcast>>(exports, "ibcast");
  define<blocking<allreduce>>(exports, "allreduce");
  define<nonblocking<allreduce>>(exports, "iallreduce");
}

}  // namespace distarray
