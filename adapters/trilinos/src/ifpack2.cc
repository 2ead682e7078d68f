#include <dap/trilinos/ifpack2.hpp>

#include "linear_solver.h"

namespace distarray::trilinos {

Preconditioner make_ifpack2(const MatrixPtr& matrix, const std::string& type,
                            const Teuchos::ParameterList& parameters) {
  return dap::trilinos::make_ifpack2(*matrix, type, parameters);
}

}  // namespace distarray::trilinos
