// Requests: non-blocking operations under way, and what they need until they are done.
#pragma once
#include <mpi.h>

#include <functional>
#include <memory>
#include <vector>

#include "common/napi_setup.h"
#include "memory/borrowed.h"

namespace distarray {

// One operation of the caller; large ones consist of several MPI requests.
struct Request {
  std::vector<MPI_Request> parts;
  std::vector<KeptMemory> buffers;          // JavaScript memory that MPI reads or writes
  std::vector<std::shared_ptr<void>> kept;  // native arrays and datatypes that MPI reads
  std::function<void()> finish;             // what is left to do when all parts are done
  MPI_Status status{};                      // of the last part
};

// Give a started request to JavaScript. When its handle is collected before the operation is done, the
// request and its buffers live on until MPI is done with them.
Napi::Value wrap_request(Napi::Env env, std::unique_ptr<Request> request);

// Store the status of a receive or probe into a Float64Array [source, tag, bytes, cancelled].
void store_status(MPI_Status& status, const Napi::Value& out);

void define_request(Napi::Object exports);

}  // namespace distarray
