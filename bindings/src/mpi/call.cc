#include "mpi/call.h"

namespace distarray {

Napi::Value start_call(const Napi::CallbackInfo& info, CallBody body) {
  const MPI_Comm comm = comm_of(info[0]);
  auto request = std::make_unique<Request>();
  for (size_t i = 1; i < info.Length(); ++i)
    if (is_typed_array(info[i]))
      request->buffers.push_back(keep(info.Env(), info[i], borrow(info.Env(), info[i])));
  Call call(comm, request.get());
  try {
    body(info, call);
  } catch (...) {
    // Parts that did start still use their buffers: the dropped handle keeps them until MPI is done.
    wrap_request(info.Env(), std::move(request));
    throw;
  }
  return wrap_request(info.Env(), std::move(request));
}

}  // namespace distarray
