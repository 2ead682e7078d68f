// PETSc Mat from scattered entries or a file.
#pragma once
#include "common/napi_setup.h"

namespace distarray::petsc {
void define_mat(Napi::Object exports);
}
