// Parameter lists from JavaScript.
#pragma once
#include <Teuchos_ParameterList.hpp>

#include "common/napi_setup.h"

namespace distarray::trilinos {

// From an array of [name, type, value]; type is "bool", "int", "double", "string" or "list", whose value is
// again such an array.
Teuchos::ParameterList parameters_of(const Napi::Value& value);

}  // namespace distarray::trilinos
