// PETSc KSP driven by options.
#pragma once
#include "common/napi_setup.h"

namespace distarray::petsc {
void define_ksp(Napi::Object exports);
}
