// norm_trilinos.hpp - norms by Trilinos of anything that is exported.
#pragma once
#include <mpi.h>

#include <dap/dap.hpp>

struct Norm {
  double value;         // the 2-norm
  const void* entries;  // where Tpetra had this rank's entries
};

// Collective over `comm`. Starts Trilinos at first use.
Norm norm_by_trilinos(MPI_Comm comm, dap::Array section);

// End Trilinos, before MPI. Collective.
void end_trilinos();
