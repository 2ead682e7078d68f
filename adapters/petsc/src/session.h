// Start and end of PETSc, and the collective removal of dropped objects.
#pragma once
#include "common/napi_setup.h"

namespace distarray::petsc {
void define_session(Napi::Object exports);
}
