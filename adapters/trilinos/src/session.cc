#include "session.h"

#include <Teuchos_config.h>
#include <Trilinos_version.h>

#include <dap/trilinos/session.hpp>

#include "addon.h"

namespace distarray::trilinos {
namespace {

// Tpetra::initialize -> initialize(): void. MPI must run. Not collective.
Napi::Value initialize(const Napi::CallbackInfo& info) {
  dap::trilinos::initialize();
  return info.Env().Undefined();
}

// Tpetra::finalize -> finalize(): void. Ends the objects still alive; idempotent. Before MPI_Finalize.
Napi::Value finalize(const Napi::CallbackInfo& info) {
  Registry::end_all();
  dap::trilinos::finalize();
  return info.Env().Undefined();
}

// no Trilinos function -> garbage_cleanup(comm): void. Collective over `comm`.
Napi::Value garbage_cleanup(const Napi::CallbackInfo& info) {
  Registry::clean_up(dap::trilinos::Space::of(comm_of(info[0])));
  return info.Env().Undefined();
}

// TRILINOS_MAJOR_MINOR_VERSION -> get_version_number(): [major, minor, patch]
Napi::Value get_version_number(const Napi::CallbackInfo& info) {
  const uint32_t version = TRILINOS_MAJOR_MINOR_VERSION;
  auto list = Napi::Array::New(info.Env(), 3);
  list.Set(0u, version / 10000);
  list.Set(1u, version / 100 % 100);
  list.Set(2u, version % 100);
  return list;
}

}  // namespace

void define_session(Napi::Object exports) {
  define<initialize>(exports, "initialize");
  define<finalize>(exports, "finalize");
  define<garbage_cleanup>(exports, "garbage_cleanup");
  define<get_version_number>(exports, "get_version_number");
}

}  // namespace distarray::trilinos
