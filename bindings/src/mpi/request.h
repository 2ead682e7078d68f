// Requests: non-blocking operations under way, and what they need until they are done.
#pragma once
#include <mpi.h>

#include <functional>
#include <memory>
#include <vector>

#include "common/napi_setup.h"

namespace distarray {

// One operation of the caller; large ones consist of several MPI requests.
struct Request {
  std::vector<MPI_Request> parts;
  std::vector<Napi::Reference<Napi::Value>> buffers;  // JavaScript memory that MPI reads or writes
  std::vector<std::shared_ptr<void>> kept;            // native arrays and datatypes that MPI reads
  std::function<void()> finish;                       // what is left to do when all parts are done
  MPI_Status status{};                                // of the last part
};

// Give a started request to JavaScript. When its handle is collected before the operation is done, the
// request and its buffers live on until MPI is done with them.
Napi::Value wrap_request(Napi::Env env, std::unique_ptr<Request> request);

// The status of a finished receive or probe as Float64Array [source, tag, bytes, cancelled].
Napi::Value status_to_js(Napi::Env env, MPI_Status& status);

void define_request(Napi::Object exports);

}  // namespace distarray
