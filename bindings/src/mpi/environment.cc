#include "mpi/environment.h"

#include <mpi.h>

#include "common/addon.h"
#include "mpi/check.h"

namespace distarray {
namespace {

bool initialised_here = false;

bool is_initialized() {
  int flag = 0;
  MPI_CHECK(MPI_Initialized, &flag);
  return flag != 0;
}

bool is_finalized() {
  int flag = 0;
  MPI_CHECK(MPI_Finalized, &flag);
  return flag != 0;
}

// MPI_Init_thread -> init(): thread level provided. Does nothing when somebody initialised MPI before us;
// then finalize() leaves MPI to them.
Napi::Value init(const Napi::CallbackInfo& info) {
  if (is_finalized())
    throw NativeError("ERR_MPI", "MPI was finalized in this process and cannot be started again");
  int provided = MPI_THREAD_SINGLE;
  if (is_initialized()) {
    MPI_CHECK(MPI_Query_thread, &provided);
  } else {
    MPI_CHECK(MPI_Init_thread, nullptr, nullptr, MPI_THREAD_MULTIPLE, &provided);
    initialised_here = true;
  }
  MPI_CHECK(MPI_Comm_set_errhandler, MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_CHECK(MPI_Comm_set_errhandler, MPI_COMM_SELF, MPI_ERRORS_RETURN);
  return Napi::Number::New(info.Env(), provided);
}

// MPI_Finalize -> finalize(): collective over all ranks of the job; idempotent.
Napi::Value finalize(const Napi::CallbackInfo& info) {
  if (initialised_here && !is_finalized())
    check_mpi(MPI_TELLING("MPI_Finalize", MPI_Finalize()), "MPI_Finalize");
  return info.Env().Undefined();
}

// MPI_Initialized, MPI_Finalized -> is_active(): boolean
Napi::Value is_active(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), is_initialized() && !is_finalized());
}

// MPI_Abort -> abort(code): ends every rank of the job with `code`. Does not return while MPI is active.
Napi::Value abort_job(const Napi::CallbackInfo& info) {
  if (is_initialized() && !is_finalized()) MPI_Abort(MPI_COMM_WORLD, info[0].As<Napi::Number>().Int32Value());
  return info.Env().Undefined();
}

// MPI_Get_library_version -> library_version(): string
Napi::Value library_version(const Napi::CallbackInfo& info) {
  char text[MPI_MAX_LIBRARY_VERSION_STRING] = "";
  int length = 0;
  MPI_CHECK(MPI_Get_library_version, text, &length);
  return Napi::String::New(info.Env(), text);  // Open MPI counts the zero at the end in the length
}

// current_call(): the MPI function that some thread of this process is in, by name; empty when none is.
// Needs no MPI, so that a thread can ask while another waits.
Napi::Value told_call(const Napi::CallbackInfo& info) {
  const char* name = current_call.load(std::memory_order_relaxed);
  return Napi::String::New(info.Env(), name == nullptr ? "" : name);
}

}  // namespace

void define_environment(Napi::Object exports) {
  define<init>(exports, "init");
  define<finalize>(exports, "finalize");
  define<is_active>(exports, "is_active");
  define<abort_job>(exports, "abort");
  define<library_version>(exports, "library_version");
  define<told_call>(exports, "current_call");
}

}  // namespace distarray
