// trilinos.node: Trilinos vectors, matrices and solvers on the memory of distributed arrays.
#include "common/addon.h"
#include "matrix.h"
#include "session.h"
#include "solver.h"
#include "vector.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  distarray::init_addon(env, exports);
  distarray::trilinos::define_session(exports);
  distarray::trilinos::define_vector(exports);
  distarray::trilinos::define_vector_create(exports);
  distarray::trilinos::define_matrix(exports);
  distarray::trilinos::define_solver(exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(trilinos, init)
