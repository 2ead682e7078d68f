// Copying the elements at a product of index lists, one list per dimension, between two memories.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_gather(Napi::Object exports);
}
