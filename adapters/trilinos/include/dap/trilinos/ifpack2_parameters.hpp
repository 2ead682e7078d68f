// dap/trilinos/ifpack2_parameters.hpp - types and names of Ifpack2's parameters, which it checks in part
// only.
#pragma once
#include <Ifpack2_AdditiveSchwarz.hpp>
#include <Ifpack2_Factory.hpp>
#include <Ifpack2_Parameters.hpp>
#include <algorithm>
#include <array>
#include <cctype>
#include <dap/trilinos/parameters.hpp>
#include <dap/trilinos/types.hpp>
#include <string>

namespace dap::trilinos {

namespace detail {

inline std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

// The four spellings that Ifpack2 takes for what SCHWARZ runs on each subdomain, by name and by parameters.
inline const std::array<std::string, 4>& inner_spellings() {
  static const std::array<std::string, 4> spellings = {"inner preconditioner", "subdomain solver",
                                                       "schwarz: inner preconditioner",
                                                       "schwarz: subdomain solver"};
  return spellings;
}

}  // namespace detail

void prepare_ifpack2(const std::string& type, Teuchos::ParameterList& list,
                     const RCP<const TpetraCrsMatrix>& a);

namespace detail {

using RowMatrix = Tpetra::RowMatrix<Scalar, LocalOrdinal, GlobalOrdinal>;

inline void prepare_schwarz(Teuchos::ParameterList& list, const RCP<const TpetraCrsMatrix>& a) {
  const RCP<const RowMatrix> rows = a;
  const auto valid = Ifpack2::AdditiveSchwarz<RowMatrix>(rows).getValidParameters();
  std::string inner = "ILUT";  // Ifpack2's default
  for (const auto& spelling : inner_spellings())
    if (list.isParameter(spelling + " name")) inner = list.get<std::string>(spelling + " name");
  for (const auto& name : names_of(list)) {
    const auto& known = inner_spellings();
    const bool is_inner = std::any_of(known.begin(), known.end(), [&](const std::string& spelling) {
      if (name == spelling + " parameters") prepare_ifpack2(inner, list.sublist(name), a);
      return name == spelling + " name" || name == spelling + " parameters";
    });
    if (!is_inner && !valid->isParameter(name)) refuse_unknown(name, "Ifpack2's SCHWARZ");
  }
}

// What a preconditioner leaves unread of its parameters is unknown to it.
inline void refuse_unread(const std::string& type, const Teuchos::ParameterList& list,
                          const RCP<const TpetraCrsMatrix>& a) {
  auto trial = list;
  Ifpack2::Factory::create(type, a)->setParameters(trial);
  for (const auto& name : names_of(list))
    if (!trial.getEntry(name).isUsed()) refuse_unknown(name, "Ifpack2's " + type);
}

}  // namespace detail

// Adapt the number types in `list` and refuse names that a preconditioner of `type` does not know.
// Collective.
inline void prepare_ifpack2(const std::string& type, Teuchos::ParameterList& list,
                            const RCP<const TpetraCrsMatrix>& a) {
  Teuchos::ParameterList valid;
  Ifpack2::getValidParameters(valid);
  adapt_types(list, valid);
  const std::string name = detail::upper(type);
  if (name == "AMESOS2")
    list.sublist("Amesos2");  // must be there; Amesos2 checks the names in it
  else if (name == "SCHWARZ")
    detail::prepare_schwarz(list, a);
  else
    detail::refuse_unread(type, list, a);
}

}  // namespace dap::trilinos
