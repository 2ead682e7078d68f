// dap/trilinos/ifpack2.hpp - incomplete factorizations, relaxations and Schwarz methods as preconditioners.
#pragma once
#include <Ifpack2_Factory.hpp>
#include <dap/trilinos/ifpack2_parameters.hpp>
#include <dap/trilinos/matrix.hpp>
#include <string>

namespace dap::trilinos {

// An Ifpack2 preconditioner of `type` ("RILUK", "ILUT", "RELAXATION", "CHEBYSHEV", "SCHWARZ", ...) for
// `matrix`. Throws on every rank ERR_TRILINOS, for unknown types and parameters too. Collective.
inline RCP<TpetraOperator> make_ifpack2(const Matrix& matrix, const std::string& type,
                                        Teuchos::ParameterList parameters) {
  if (detail::upper(type) == "AMESOS2" && comm_size(matrix.comm()) > 1)
    throw Error(
        "ERR_UNSUPPORTED",
        "Expected another preconditioner than AMESOS2 on more than one rank: its KLU2 returns wrong numbers "
        "there. Use the direct method, or AMESOS2 inside SCHWARZ")
        .with("feature", std::string("AMESOS2 on several ranks"));
  const RCP<const TpetraCrsMatrix> a = matrix.tpetra();
  auto preconditioner = together(matrix.comm(), [&] {
    prepare_ifpack2(type, parameters, a);
    auto made = Ifpack2::Factory::create(type, a);
    made->setParameters(parameters);
    return made;
  });
  together(matrix.comm(), [&] { preconditioner->initialize(); });
  together(matrix.comm(), [&] { preconditioner->compute(); });
  return preconditioner;
}

}  // namespace dap::trilinos
