#include "mpi/repeated.h"

#include <climits>
#include <memory>
#include <string>
#include <utility>

#include "common/addon.h"
#include "common/comm_handle.h"
#include "mpi/check.h"

namespace distarray {
namespace {

// What a call needs, read once: for a few bytes, reading the arguments takes longer than MPI.
struct Repeated {
  CommHandle* handle = nullptr;
  void* send = nullptr;
  void* receive = nullptr;
  int bytes = 0;  // of one rank
  Napi::Reference<Napi::Value> keeps_handle;
  Napi::Reference<Napi::Uint8Array> keeps_send, keeps_receive;

  Repeated(const Napi::Value& comm, Napi::Uint8Array data)
      : handle(&unwrap_handle<CommHandle>(comm, comm_tag, "a communicator")),
        send(data.Data()),
        bytes(static_cast<int>(data.ByteLength())),
        keeps_handle(Napi::Persistent(comm)),
        keeps_send(Napi::Persistent(data)) {
    if (data.ByteLength() > INT_MAX)
      throw NativeError("ERR_SHAPE", "Expected fewer than 2^31 bytes to send over and over");
  }

  MPI_Comm comm() const {
    if (handle->comm == MPI_COMM_NULL)
      throw NativeError("ERR_USE_AFTER_FREE", "Expected a live communicator but received one that was freed");
    require_active_mpi();
    return handle->comm;
  }
};

template <Napi::Value (*Run)(const Napi::CallbackInfo&)>
Napi::Value function_of(Napi::Env env, std::unique_ptr<Repeated> call, const char* name) {
  auto function = Napi::Function::New<guarded<Run>>(env, name, call.get());
  function.AddFinalizer([](Napi::Env, Repeated* data) { delete data; }, call.release());
  return function;
}

// MPI_Allgather -> repeated(): undefined
Napi::Value run_allgather(const Napi::CallbackInfo& info) {
  const auto& call = *static_cast<Repeated*>(info.Data());
  MPI_CHECK(MPI_Allgather, call.send, call.bytes, MPI_BYTE, call.receive, call.bytes, MPI_BYTE, call.comm());
  return info.Env().Undefined();
}

// repeated_allgather(comm, send: Uint8Array, receive: Uint8Array): () => undefined
// The memory must be neither moved nor given away.
Napi::Value repeated_allgather(const Napi::CallbackInfo& info) {
  int size = 0;
  MPI_CHECK(MPI_Comm_size, comm_of(info[0]), &size);
  auto call = std::make_unique<Repeated>(info[0], info[1].As<Napi::Uint8Array>());
  auto receive = info[2].As<Napi::Uint8Array>();
  if (receive.ByteLength() != static_cast<size_t>(call->bytes) * static_cast<size_t>(size))
    throw NativeError("ERR_SHAPE", "Expected room for the bytes of " + std::to_string(size) +
                                       " ranks but received another length");
  call->receive = receive.Data();
  call->keeps_receive = Napi::Persistent(receive);
  return function_of<run_allgather>(info.Env(), std::move(call), "allgather");
}

// MPI_Bcast -> repeated(root): undefined
Napi::Value run_bcast(const Napi::CallbackInfo& info) {
  const auto& call = *static_cast<Repeated*>(info.Data());
  MPI_CHECK(MPI_Bcast, call.send, call.bytes, MPI_BYTE, info[0].As<Napi::Number>().Int32Value(), call.comm());
  return info.Env().Undefined();
}

// repeated_bcast(comm, data: Uint8Array): (root) => undefined
// As repeated_allgather.
Napi::Value repeated_bcast(const Napi::CallbackInfo& info) {
  auto call = std::make_unique<Repeated>(info[0], info[1].As<Napi::Uint8Array>());
  return function_of<run_bcast>(info.Env(), std::move(call), "bcast");
}

}  // namespace

void define_repeated(Napi::Object exports) {
  define<repeated_allgather>(exports, "repeated_allgather");
  define<repeated_bcast>(exports, "repeated_bcast");
}

}  // namespace distarray
