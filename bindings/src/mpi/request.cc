#include "mpi/request.h"

#include <algorithm>
#include <utility>

#include "common/addon.h"
#include "common/handle.h"
#include "common/type_tags.h"
#include "mpi/arguments.h"
#include "mpi/check.h"

namespace distarray {
namespace {

// Dropped while under way. Never destroyed at the end of the process: MPI may still write to their buffers.
auto& orphans = *new std::vector<std::unique_ptr<Request>>;

Request& request_of(const Napi::Value& value) {
  return unwrap_handle<Request>(value, request_tag, "a request");
}

bool is_under_way(const Request& request) {
  return std::any_of(request.parts.begin(), request.parts.end(),
                     [](MPI_Request part) { return part != MPI_REQUEST_NULL; });
}

// All parts are done: do what is left and let go of the buffers.
void conclude(Request& request) {
  auto finish = std::exchange(request.finish, nullptr);
  if (finish) finish();
  request.buffers.clear();
  request.kept.clear();
}

// One test of every part; true when all are done.
bool test_parts(Request& request) {
  bool done = true;
  for (MPI_Request& part : request.parts) {
    if (part == MPI_REQUEST_NULL) continue;
    int flag = 0;
    MPI_CHECK(MPI_Test, &part, &flag, &request.status);
    if (!flag) done = false;
  }
  return done;
}

void sweep_orphans() {
  for (auto& orphan : orphans)
    for (MPI_Request& part : orphan->parts) {
      if (part == MPI_REQUEST_NULL) continue;
      int flag = 0;
      MPI_Test(&part, &flag, MPI_STATUS_IGNORE);  // an error of a dropped request has nobody to go to
    }
  orphans.erase(std::remove_if(orphans.begin(), orphans.end(),
                               [](const std::unique_ptr<Request>& orphan) { return !is_under_way(*orphan); }),
                orphans.end());
}

// MPI_Test -> request_test(request): boolean, true when the operation is done
Napi::Value request_test(const Napi::CallbackInfo& info) {
  require_active_mpi();
  auto& request = request_of(info[0]);
  const bool done = test_parts(request);
  if (done) conclude(request);
  return Napi::Boolean::New(info.Env(), done);
}

// MPI_Wait -> request_wait(request): returns when the operation is done
Napi::Value request_wait(const Napi::CallbackInfo& info) {
  require_active_mpi();
  auto& request = request_of(info[0]);
  for (MPI_Request& part : request.parts)
    if (part != MPI_REQUEST_NULL) MPI_CHECK(MPI_Wait, &part, &request.status);
  conclude(request);
  return info.Env().Undefined();
}

// MPI_Waitany -> request_waitany(requests): index of a request that is done; -1 for an empty list
Napi::Value request_waitany(const Napi::CallbackInfo& info) {
  require_active_mpi();
  const auto list = info[0].As<Napi::Array>();
  std::vector<Request*> requests(list.Length());
  for (uint32_t i = 0; i < requests.size(); ++i) requests[i] = &request_of(list.Get(i));
  for (;;) {
    std::vector<MPI_Request> parts;
    std::vector<MPI_Request*> origin;
    std::vector<size_t> owner;
    for (size_t i = 0; i < requests.size(); ++i) {
      if (!is_under_way(*requests[i])) {
        conclude(*requests[i]);
        return Napi::Number::New(info.Env(), static_cast<double>(i));
      }
      for (MPI_Request& part : requests[i]->parts) {
        if (part == MPI_REQUEST_NULL) continue;
        parts.push_back(part);
        origin.push_back(&part);
        owner.push_back(i);
      }
    }
    if (parts.empty()) return Napi::Number::New(info.Env(), -1);
    int index = MPI_UNDEFINED;
    MPI_Status status{};
    const int code = MPI_TELLING("MPI_Waitany",
                                 MPI_Waitany(static_cast<int>(parts.size()), parts.data(), &index, &status));
    if (index == MPI_UNDEFINED) {
      check_mpi(code, "MPI_Waitany");
      continue;
    }
    *origin[index] = parts[index];
    requests[owner[index]]->status = status;
    // The error of one request must not be taken for another's: it is kept in its own status.
    if (code != MPI_SUCCESS) {
      requests[owner[index]]->finish = [code] { check_mpi(code, "MPI_Waitany"); };
    }
  }
}

// MPI_Status -> request_status(request, status): stores [source, tag, bytes, cancelled] of a finished receive
Napi::Value request_status(const Napi::CallbackInfo& info) {
  store_status(request_of(info[0]).status, info[1]);
  return info.Env().Undefined();
}

// MPI_Cancel -> request_cancel(request): asks MPI to give up a receive; wait or test completes it
Napi::Value request_cancel(const Napi::CallbackInfo& info) {
  require_active_mpi();
  for (MPI_Request& part : request_of(info[0]).parts)
    if (part != MPI_REQUEST_NULL) MPI_CHECK(MPI_Cancel, &part);
  return info.Env().Undefined();
}

}  // namespace

Napi::Value wrap_request(Napi::Env env, std::unique_ptr<Request> request) {
  if (!orphans.empty()) sweep_orphans();
  return wrap_handle(env, request.release(), request_tag, [](Request* p) {
    std::unique_ptr<Request> owner(p);
    if (is_under_way(*owner)) orphans.push_back(std::move(owner));
  });
}

void store_status(MPI_Status& status, const Napi::Value& out) {
  MPI_Count bytes = 0;
  int cancelled = 0;
  MPI_CHECK(MPI_Test_cancelled, &status, &cancelled);
  if (!cancelled) MPI_CHECK(MPI_Get_elements_x, &status, MPI_BYTE, &bytes);
  double* fields = reinterpret_cast<double*>(data_of(out));
  fields[0] = cancelled ? any_code : rank_to_code(status.MPI_SOURCE);
  fields[1] = cancelled ? any_code : status.MPI_TAG;
  fields[2] = static_cast<double>(bytes);
  fields[3] = cancelled;
}

void define_request(Napi::Object exports) {
  define<request_test>(exports, "request_test");
  define<request_wait>(exports, "request_wait");
  define<request_waitany>(exports, "request_waitany");
  define<request_status>(exports, "request_status");
  define<request_cancel>(exports, "request_cancel");
}

}  // namespace distarray
