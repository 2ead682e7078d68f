// PETSc Vec over the memory of a dap_array.
#pragma once
#include "common/napi_setup.h"

namespace distarray::petsc {
void define_vec(Napi::Object exports);
}
