// dap/petsc/placed.hpp - the memory of a distributed array, lent to PETSc for one operation.
#pragma once
#include <petscvec.h>

#include <dap/mpi_check.hpp>
#include <dap/operand.hpp>
#include <dap/petsc/owned.hpp>
#include <utility>

namespace dap::petsc {

using dap::Operand;
using dap::operand;

namespace detail {

// VecCreateMPIWithArray; on one rank the sequential type, which is what matrices on one rank go with.
// `data` may be NULL for a Vec that is given memory by VecPlaceArray. Collective.
inline Owned<Vec> vec_over(MPI_Comm comm, PetscInt n_local, PetscInt n_global, const double* data) {
  static_assert(sizeof(PetscScalar) == sizeof(double), "the adapter needs a PETSc with real double scalars");
  Owned<Vec> vec;
  if (comm_size(comm) == 1)
    DAP_PETSC_CHECK(VecCreateSeqWithArray, comm, 1, n_local, data, vec.out());
  else
    DAP_PETSC_CHECK(VecCreateMPIWithArray, comm, 1, n_local, n_global, data, vec.out());
  return vec;
}

// Gives a Vec without memory the memory of an operand while it lives. So PETSc, which keeps references to
// what it solved for last, never keeps an array alive, nor a pointer into one that is gone.
class Placed {
 public:
  Placed(const Owned<Vec>& vec, Operand operand) : _vec(vec.get()), _operand(std::move(operand)) {
    DAP_PETSC_CHECK(VecPlaceArray, _vec, _operand->data());
  }
  ~Placed() { VecResetArray(_vec); }
  Placed(const Placed&) = delete;
  Placed& operator=(const Placed&) = delete;

  Vec vec() const { return _vec; }

 private:
  Vec _vec;
  Operand _operand;  // a monitor may free what it came from
};

}  // namespace detail
}  // namespace dap::petsc
