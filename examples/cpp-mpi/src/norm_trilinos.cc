#include "norm_trilinos.hpp"

#include <dap/trilinos/session.hpp>
#include <dap/trilinos/vector.hpp>

Norm norm_by_trilinos(MPI_Comm comm, dap::Array section) {
  const dap::trilinos::Vector vector(comm, section.take());
  return {vector.norm(), vector.tpetra().getLocalViewHost(Tpetra::Access::ReadOnly).data()};
}

void end_trilinos() {
  dap::trilinos::finalize();
}
