// dap/petsc/export.hpp - a Vec that PETSc made, as a section of a distributed array. Includes no other part
// of the adapter's C++ side but the session.
#pragma once
#include <dap/dap.h>
#include <petscvec.h>

#include <cstdint>
#include <dap/exported.hpp>
#include <dap/mpi_check.hpp>
#include <dap/petsc/error.hpp>
#include <dap/petsc/owned.hpp>
#include <memory>
#include <string>

namespace dap::petsc {

// Tell PETSc that the entries of `vec`, which is in host memory, may have been written from outside: it
// remembers norms. Not collective.
inline void touch(Vec vec) {
  PetscScalar* entries = nullptr;
  DAP_PETSC_CHECK(VecGetArray, vec, &entries);
  DAP_PETSC_CHECK(VecRestoreArray, vec, &entries);  // this increases the object's state
}

namespace detail {

// A reference to an exported Vec.
class ExportedVec {
 public:
  ExportedVec(Vec vec, bool read_only) : _vec(vec), _read_only(read_only) {
    DAP_PETSC_CHECK(PetscObjectReference, _vec.object());
  }
  // As VecRestoreArray does, the end of the export tells PETSc of the writes. It may be the last reference,
  // and this no collective call.
  ~ExportedVec() {
    try {
      if (!_read_only && active()) touch(_vec.get());
    } catch (const dap::Error&) {  // locked meanwhile: whoever locked it reads what was written before
    }
    _vec.drop();
  }
  ExportedVec(const ExportedVec&) = delete;
  ExportedVec& operator=(const ExportedVec&) = delete;

 private:
  Owned<Vec> _vec;
  bool _read_only;
};

inline void check_exportable(Vec vec) {
  PetscBool ok = PETSC_FALSE;
  DAP_PETSC_CHECK(PetscObjectTypeCompareAny, reinterpret_cast<PetscObject>(vec), &ok, VECSEQ, VECMPI,
                  VECSHARED, "");
  if (ok) return;
  VecType type = nullptr;
  DAP_PETSC_CHECK(VecGetType, vec, &type);
  const std::string name = type ? type : "(none yet)";
  throw dap::Error("ERR_UNSUPPORTED",
                   "Expected a Vec of type seq, mpi or shared, whose entries are one run "
                   "of host memory, but received type " +
                       name + ". Copy it into such a one with VecCopy")
      .with("feature", "Vec of type " + name);
}

// What PETSc holds for reading may be read; what is being written, not even that.
inline bool is_read_locked([[maybe_unused]] Vec vec) {  // a PETSc without debugging has no locks
  PetscInt lock = 0;
  static_cast<void>(VecLockGet(vec, &lock));
  if (lock < 0)
    throw dap::Error("ERR_UNSUPPORTED",
                     "Expected a Vec that nobody is writing but PETSc has locked this one for writing")
        .with("feature", std::string("locked Vec"));
  return lock > 0;
}

inline void* entries_of(Vec vec, bool read_only) {
  if (read_only) {
    const PetscScalar* entries = nullptr;
    DAP_PETSC_CHECK(VecGetArrayRead, vec, &entries);
    auto* address = const_cast<PetscScalar*>(entries);
    DAP_PETSC_CHECK(VecRestoreArrayRead, vec, &entries);
    return address;
  }
  PetscScalar* entries = nullptr;
  DAP_PETSC_CHECK(VecGetArray, vec, &entries);
  auto* address = entries;
  DAP_PETSC_CHECK(VecRestoreArray, vec, &entries);
  return address;
}

}  // namespace detail

// Destroy a Vec of which there may be exports: VecDestroy alone would be the end of it on those ranks only
// whose exports are released already, and that end is collective. So it is destroyed when no rank has an
// export, and else left to a later garbage_cleanup. Collective.
inline void destroy(Vec* vec) {
  auto* object = reinterpret_cast<PetscObject*>(vec);
  if (!*object || !active()) return;
  PetscInt references = 0;
  DAP_PETSC_CHECK(PetscObjectGetReference, *object, &references);
  auto most = static_cast<int64_t>(references);
  DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, &most, 1, MPI_INT64_T, MPI_MAX, PetscObjectComm(*object));
  if (most == 1)
    DAP_PETSC_CHECK(PetscObjectDestroy, object);
  else
    DAP_PETSC_CHECK(PetscObjectDelayedDestroy, object);
}

// This rank's entries of `vec`, in PETSc's own memory: one block dimension, this rank's ownership range. Not
// collective.
//
// The export holds a reference: the caller may give up its own at once, by destroy(&vec). When the export's
// turns out to be the last, release leaves the Vec to the next garbage_cleanup(comm), because destroying it
// is collective and release is not. Between export and release the entries are open for reading and writing
// as between VecGetArray and VecRestoreArray, with VecGetArray's rules: do not give the Vec other memory
// meanwhile (VecPlaceArray, VecReplaceArray), and call touch(vec) after writing, before PETSc uses the Vec;
// release does it too. A Vec locked for reading, such as a callback's argument, is exported read-only. Ghost
// entries (VecCreateGhost) are not part of the export. Memory that PETSc was lent (VecCreateMPIWithArray) is
// not kept alive.
//
// Throws ERR_UNSUPPORTED for a Vec on a device or nested, or locked for writing, ERR_PETSC.
inline dap_array export_vector(Vec vec) {
  require_active();
  detail::check_exportable(vec);
  const bool read_only = detail::is_read_locked(vec);
  const MPI_Comm comm = PetscObjectComm(reinterpret_cast<PetscObject>(vec));
  PetscInt size = 0, start = 0, stop = 0;
  DAP_PETSC_CHECK(VecGetSize, vec, &size);
  DAP_PETSC_CHECK(VecGetOwnershipRange, vec, &start, &stop);
  VectorMemory memory;
  memory.dim = block_dim(size, comm_size(comm), comm_rank(comm), start, stop - start);
  memory.data = detail::entries_of(vec, read_only);
  memory.dtype = dtype_of<PetscScalar>();
  memory.read_only = read_only;
  memory.keep = std::make_shared<const detail::ExportedVec>(vec, read_only);
  return export_memory(memory);
}

}  // namespace dap::petsc
