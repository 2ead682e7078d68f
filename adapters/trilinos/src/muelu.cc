#include <dap/trilinos/muelu.hpp>

#include "linear_solver.h"

namespace distarray::trilinos {

Preconditioner make_muelu(const MatrixPtr& matrix, const Teuchos::ParameterList& parameters) {
  return dap::trilinos::make_muelu(*matrix, parameters);
}

}  // namespace distarray::trilinos
