// A program as JavaScript passes it.
#pragma once
#include "common/napi_setup.h"
#include "kernels/program.h"

namespace distarray::kernels {

// The program in the arguments of evaluate. A typed error when it is malformed; else running it reads and
// writes within the views only.
Program read_program(const Napi::CallbackInfo& info);

// As read_program, of operands without views: they have no memory yet, and neither offsets nor negative
// strides. Constants have any value.
Program read_form(const Napi::CallbackInfo& info);

// A constant as JavaScript passes it: two numbers, the parts; of 64-bit integers the first has their bits.
Constant constant_of(DType dtype, double re, double im);

}  // namespace distarray::kernels
