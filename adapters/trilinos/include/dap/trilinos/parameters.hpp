// dap/trilinos/parameters.hpp - parameter lists from callers who cannot tell 1 from 1.0, checked before use.
#pragma once
#include <Teuchos_ParameterList.hpp>
#include <dap/trilinos/guard.hpp>
#include <string>
#include <vector>

namespace dap::trilinos {

namespace detail {

inline std::vector<std::string> names_of(const Teuchos::ParameterList& list) {
  std::vector<std::string> names;
  for (auto at = list.begin(); at != list.end(); ++at) names.push_back(list.name(at));
  return names;
}

}  // namespace detail

// Give each int in `list` the type double where `valid` holds a double under its name. A sublist is looked up
// in the sublist of its name, or, where that says nothing, in `valid` itself.
inline void adapt_types(Teuchos::ParameterList& list, const Teuchos::ParameterList& valid) {
  for (const auto& name : detail::names_of(list)) {
    const auto* expected = valid.getEntryPtr(name);
    if (list.isSublist(name)) {
      const bool described = expected && expected->isList() && valid.sublist(name).numParams() > 0;
      adapt_types(list.sublist(name), described ? valid.sublist(name) : valid);
    } else if (expected && expected->isType<double>() && list.isType<int>(name)) {
      list.set(name, static_cast<double>(list.get<int>(name)));
    }
  }
}

// Refuse `name`, which `whose` does not know.
[[noreturn]] inline void refuse_unknown(const std::string& name, const std::string& whose) {
  const std::string message = "The parameter \"" + name + "\" is unknown to " + whose;
  throw Error("ERR_TRILINOS", message).with("trace", std::vector<std::string>{message});
}

}  // namespace dap::trilinos
