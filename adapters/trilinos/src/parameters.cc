#include "parameters.h"

#include <string>

namespace distarray::trilinos {
namespace {

void fill(Teuchos::ParameterList& list, const Napi::Array& entries) {
  for (uint32_t k = 0; k < entries.Length(); ++k) {
    const auto entry = entries.Get(k).As<Napi::Array>();
    const std::string name = entry.Get(0u).As<Napi::String>(), type = entry.Get(1u).As<Napi::String>();
    const Napi::Value value = entry.Get(2u);
    if (type == "bool")
      list.set(name, value.As<Napi::Boolean>().Value());
    else if (type == "int")
      list.set(name, value.As<Napi::Number>().Int32Value());
    else if (type == "double")
      list.set(name, value.As<Napi::Number>().DoubleValue());
    else if (type == "string")
      list.set(name, value.As<Napi::String>().Utf8Value());
    else
      fill(list.sublist(name), value.As<Napi::Array>());
  }
}

}  // namespace

Teuchos::ParameterList parameters_of(const Napi::Value& value) {
  Teuchos::ParameterList list;
  fill(list, value.As<Napi::Array>());
  return list;
}

}  // namespace distarray::trilinos
