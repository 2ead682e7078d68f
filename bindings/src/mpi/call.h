// One MPI operation on its way: blocking and non-blocking forms share every line but the call itself.
#pragma once
#include <mpi.h>

#include <memory>
#include <utility>

#include "common/addon.h"
#include "common/comm_handle.h"
#include "mpi/arguments.h"
#include "mpi/check.h"
#include "mpi/request.h"

namespace distarray {

class Call {
 public:
  Call(MPI_Comm comm, Request* request) : _comm(comm), _request(request) {}

  MPI_Comm comm() const { return _comm; }
  int rank() const {
    int rank = 0;
    MPI_CHECK(MPI_Comm_rank, _comm, &rank);
    return rank;
  }
  int size() const {
    int size = 0;
    MPI_CHECK(MPI_Comm_size, _comm, &size);
    return size;
  }
  bool is_blocking() const { return _request == nullptr; }

  // Where the non-blocking form puts its next MPI request.
  MPI_Request* next_part() { return &_request->parts.emplace_back(MPI_REQUEST_NULL); }

  // What the non-blocking form has received, when it is done already.
  void set_status(const MPI_Status& status) { _request->status = status; }

  // Keep `value` until the operation is done.
  template <class T>
  T& keep(T value) {
    auto owner = std::make_shared<T>(std::move(value));
    T& kept = *owner;
    (_request ? _request->kept : _kept).push_back(std::move(owner));
    return kept;
  }

  // Do `work` when the operation is done: at the end of the blocking form, in test or wait of the other.
  void finally(std::function<void()> work) { (_request ? _request->finish : _finish) = std::move(work); }
  void finish() {
    if (_finish) _finish();
  }

 private:
  MPI_Comm _comm;
  Request* _request;  // null in the blocking form
  std::vector<std::shared_ptr<void>> _kept;
  std::function<void()> _finish;
};

using CallBody = void (*)(const Napi::CallbackInfo&, Call&);

// `Body` to its end. The first argument of every such function is the communicator.
template <CallBody Body>
Napi::Value blocking(const Napi::CallbackInfo& info) {
  Call call(comm_of(info[0]), nullptr);
  Body(info, call);
  call.finish();
  return info.Env().Undefined();
}

// Start `body`; the typed arrays among the arguments stay alive until the request is done.
Napi::Value start_call(const Napi::CallbackInfo& info, CallBody body);

template <CallBody Body>
Napi::Value nonblocking(const Napi::CallbackInfo& info) {
  return start_call(info, Body);
}

// Export both forms of `Body`.
template <CallBody Body>
void define_both(Napi::Object exports, const char* blocking_name, const char* nonblocking_name) {
  define<blocking<Body>>(exports, blocking_name);
  define<nonblocking<Body>>(exports, nonblocking_name);
}

}  // namespace distarray

// MPI_RUN(call, Allreduce, Iallreduce, arguments without the communicator): the form that `call` wants.
#define MPI_RUN(call, Blocking, NonBlocking, ...)                               \
  ((call).is_blocking() ? MPI_CHECK(MPI_##Blocking, __VA_ARGS__, (call).comm()) \
                        : MPI_CHECK(MPI_##NonBlocking, __VA_ARGS__, (call).comm(), (call).next_part()))
