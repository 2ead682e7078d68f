// Messages between two ranks.
#pragma once
#include "common/napi_setup.h"

namespace distarray {
void define_point_to_point(Napi::Object exports);
}
