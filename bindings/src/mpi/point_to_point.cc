#include "mpi/point_to_point.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "mpi/call.h"
#include "mpi/large_count.h"

namespace distarray {
namespace {

// In every signature: count is in elements of dtype (a number of datatype.h); a rank of -1 is any rank, -2 is
// nobody; a tag of -1 is any tag; status is a Float64Array [4] that receives source, tag, bytes, cancelled.

// MPI_Send, MPI_Isend -> send(comm, data, count, dtype, dest, tag)
void send(const Napi::CallbackInfo& info, Call& call) {
  const auto [type, count] = counted(call, element_of(info[3]), integer_of(info[2]));
  MPI_RUN(call, Send, Isend, data_of(info[1]), count, type, rank_of(info[4]), tag_of(info[5]));
}

// MPI_Recv -> recv(comm, data, count, dtype, source, tag, status)
// MPI_Irecv -> irecv(comm, data, count, dtype, source, tag); its status is request_status
void recv(const Napi::CallbackInfo& info, Call& call) {
  const auto [type, count] = counted(call, element_of(info[3]), integer_of(info[2]));
  std::byte* data = data_of(info[1]);
  const int source = rank_of(info[4]), tag = tag_of(info[5]);
  if (call.is_blocking()) {
    MPI_Status status{};
    MPI_CHECK(MPI_Recv, data, count, type, source, tag, call.comm(), &status);
    store_status(status, info[6]);
  } else if (source == MPI_PROC_NULL) {
    // Done at once. MPICH 4.0 would leave MPI_ANY_SOURCE in the status where the standard says MPI_PROC_NULL.
    MPI_Status nobody{};
    MPI_CHECK(MPI_Recv, data, 0, type, source, tag, call.comm(), &nobody);
    call.set_status(nobody);
  } else {
    MPI_CHECK(MPI_Irecv, data, count, type, source, tag, call.comm(), call.next_part());
  }
}

// MPI_Sendrecv -> sendrecv(comm, send, send count, send dtype, dest, send tag,
//                          recv, recv count, recv dtype, source, recv tag, status)
void sendrecv(const Napi::CallbackInfo& info, Call& call) {
  const auto out = counted(call, element_of(info[3]), integer_of(info[2]));
  const auto in = counted(call, element_of(info[8]), integer_of(info[7]));
  MPI_Status status{};
  MPI_CHECK(MPI_Sendrecv, data_of(info[1]), out.count, out.type, rank_of(info[4]), tag_of(info[5]),
            data_of(info[6]), in.count, in.type, rank_of(info[9]), tag_of(info[10]), call.comm(), &status);
  store_status(status, info[11]);
}

// MPI_Probe -> probe(comm, source, tag, status)
Napi::Value probe(const Napi::CallbackInfo& info) {
  MPI_Status status{};
  MPI_CHECK(MPI_Probe, rank_of(info[1]), tag_of(info[2]), comm_of(info[0]), &status);
  store_status(status, info[3]);
  return info.Env().Undefined();
}

// MPI_Iprobe -> iprobe(comm, source, tag, status): boolean, true when a message waits
Napi::Value iprobe(const Napi::CallbackInfo& info) {
  MPI_Status status{};
  int found = 0;
  MPI_CHECK(MPI_Iprobe, rank_of(info[1]), tag_of(info[2]), comm_of(info[0]), &found, &status);
  if (found) store_status(status, info[3]);
  return Napi::Boolean::New(info.Env(), found != 0);
}

// MPI_Iprobe -> probe_for(comm, source, tag, status, wait, spin, pause): boolean, true when a message waits
// Looks for `wait` microseconds: for the first `spin` of them without pause, then after every `pause`
// microseconds.
Napi::Value probe_for(const Napi::CallbackInfo& info) {
  using std::chrono::microseconds;
  const int source = rank_of(info[1]), tag = tag_of(info[2]);
  const MPI_Comm comm = comm_of(info[0]);
  const auto start = std::chrono::steady_clock::now();
  const microseconds wait(integer_of(info[4])), spin(integer_of(info[5])), pause(integer_of(info[6]));
  for (;;) {
    MPI_Status status{};
    int found = 0;
    MPI_CHECK(MPI_Iprobe, source, tag, comm, &found, &status);
    if (found) {
      store_status(status, info[3]);
      return Napi::Boolean::New(info.Env(), true);
    }
    const auto waited = std::chrono::steady_clock::now() - start;
    if (waited >= wait) return Napi::Boolean::New(info.Env(), false);
    if (waited < spin) {
      std::this_thread::yield();  // another rank may need this processor to send
      continue;
    }
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(pause, wait - waited));
  }
}

}  // namespace

void define_point_to_point(Napi::Object exports) {
  define_both<send>(exports, "send", "isend");
  define_both<recv>(exports, "recv", "irecv");
  define<blocking<sendrecv>>(exports, "sendrecv");
  define<probe>(exports, "probe");
  define<iprobe>(exports, "iprobe");
  define<probe_for>(exports, "probe_for");
}

}  // namespace distarray
