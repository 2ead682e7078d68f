// MPI_Reduce, as the standard has it.
#pragma once
#include <mpi.h>

#include <cstddef>
#include <vector>

#include "mpi/check.h"

namespace distarray {

// As MPI_Reduce. MPICH 4.0 crashes in place on a root other than 0 once its shared-memory algorithm takes
// over (about 64 kB), so there the root's contribution is copied.
inline void reduce_to_root(const void* send, void* recv, int count, MPI_Datatype type, MPI_Op op, int root,
                           MPI_Comm comm) {
#ifdef MPICH
  if (send == MPI_IN_PLACE && root != 0) {
    MPI_Aint lower = 0, extent = 0;
    MPI_CHECK(MPI_Type_get_extent, type, &lower, &extent);
    const auto* first = static_cast<const std::byte*>(recv);
    const std::vector<std::byte> own(first, first + static_cast<size_t>(extent) * static_cast<size_t>(count));
    MPI_CHECK(MPI_Reduce, own.data(), recv, count, type, op, root, comm);
    return;
  }
#endif
  MPI_CHECK(MPI_Reduce, send, recv, count, type, op, root, comm);
}

}  // namespace distarray
