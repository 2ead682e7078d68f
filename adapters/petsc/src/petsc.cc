// petsc.node: PETSc vectors, matrices and solvers on the memory of distributed arrays.
#include "addon.h"
#include "ksp.h"
#include "mat.h"
#include "session.h"
#include "vec.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  distarray::init_addon(env, exports);
  distarray::petsc::define_session(exports);
  distarray::petsc::define_vec(exports);
  distarray::petsc::define_mat(exports);
  distarray::petsc::define_ksp(exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(petsc, init)
