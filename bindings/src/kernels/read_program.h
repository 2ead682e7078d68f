// A program as JavaScript passes it.
#pragma once
#include "common/napi_setup.h"
#include "kernels/program.h"

namespace distarray::kernels {

// The program in the arguments of evaluate. A typed error when it is malformed; else running it reads and
// writes within the views only.
Program read_program(const Napi::CallbackInfo& info);

}  // namespace distarray::kernels
