// dap/petsc/operand.hpp - the memory of a distributed array, lent to PETSc for one operation.
#pragma once
#include <dap/dap.h>
#include <petscvec.h>

#include <cstdint>
#include <dap/mpi_check.hpp>
#include <dap/petsc/owned.hpp>
#include <dap/section.hpp>
#include <memory>
#include <utility>

namespace dap::petsc {

// A dap_array we own; released when the last holder goes.
class Section {
 public:
  explicit Section(dap_array&& source) { dap_move(&source, &_array); }
  ~Section() { dap_release(&_array); }
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  const dap_array& array() const { return _array; }
  double* data() const { return static_cast<double*>(_array.data); }
  int64_t size() const { return section_size(_array); }

 private:
  dap_array _array;
};

// What matrices and solvers work on: any array distributed as their rows are, whether it is a Vector or not.
using Operand = std::shared_ptr<const Section>;

// An operand from an array that is no Vector. Takes the array over. Not collective.
inline Operand operand(dap_array&& array) {
  return std::make_shared<const Section>(std::move(array));
}

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
