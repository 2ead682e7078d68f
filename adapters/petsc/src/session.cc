#include "session.h"

#include "addon.h"

namespace distarray::petsc {
namespace {

// PetscInitializeNoArguments -> initialize(): void. MPI must run. Collective over the world at the first
// call.
Napi::Value initialize(const Napi::CallbackInfo& info) {
  dap::petsc::initialize();
  return info.Env().Undefined();
}

// PetscFinalize -> finalize(): void. Before MPI_Finalize; idempotent. Collective over the world.
Napi::Value finalize(const Napi::CallbackInfo& info) {
  dap::petsc::finalize();
  return info.Env().Undefined();
}

// PetscGarbageCleanup -> garbage_cleanup(comm): void. Collective over `comm`.
Napi::Value garbage_cleanup(const Napi::CallbackInfo& info) {
  dap::petsc::garbage_cleanup(comm_of(info[0]));
  return info.Env().Undefined();
}

// PetscGetVersionNumber -> get_version_number(): [major, minor, subminor]
Napi::Value get_version_number(const Napi::CallbackInfo& info) {
  PetscInt version[3] = {};
  DAP_PETSC_CHECK(PetscGetVersionNumber, &version[0], &version[1], &version[2], nullptr);
  auto list = Napi::Array::New(info.Env(), 3);
  for (uint32_t k = 0; k < 3; ++k) list.Set(k, version[k]);
  return list;
}

}  // namespace

void define_session(Napi::Object exports) {
  define<initialize>(exports, "initialize");
  define<finalize>(exports, "finalize");
  define<garbage_cleanup>(exports, "garbage_cleanup");
  define<get_version_number>(exports, "get_version_number");
}

}  // namespace distarray::petsc
