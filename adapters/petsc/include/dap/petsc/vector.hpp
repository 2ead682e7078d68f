// dap/petsc/vector.hpp - a PETSc Vec and the section of a distributed array that its entries are.
#pragma once
#include <dap/dap.h>
#include <petscvec.h>

#include <cstdint>
#include <dap/fit.hpp>
#include <dap/layout.hpp>
#include <dap/operand.hpp>
#include <dap/petsc/export.hpp>
#include <dap/petsc/integer.hpp>
#include <dap/petsc/owned.hpp>
#include <dap/petsc/placed.hpp>
#include <dap/sizes.hpp>
#include <dap/vector_data.hpp>
#include <memory>
#include <utility>

namespace dap::petsc {

class Vector {
 public:
  // Move `array`, this rank's section, in: the Vec's local entries are its buffer, in row-major order. It is
  // released with this object, or with PETSc's last reference to the Vec if that is later, or when this
  // throws. Collective over `comm`: the messages of Layout::create. Throws on every rank what Layout::create
  // and check_vector throw, ERR_UNSUPPORTED when the size does not fit PetscInt, and ERR_PETSC without a
  // Session.
  Vector(MPI_Comm comm, dap_array&& array) : _section(std::make_shared<const Section>(std::move(array))) {
    require_active();
    const auto layout = Layout::create(comm, _section->array(), {nullptr, check_vector});
    _offset = layout->offset();
    _vec = detail::vec_over(comm, to_petsc_int(layout->n_local(), "The local size"),
                            to_petsc_int(layout->n_global(), "The global size"), data());
  }
  Vector(MPI_Comm comm, Array&& array) : Vector(comm, array.take()) {}

  // A Vec in PETSc's own memory, all zeros, whose section export_vector describes. Without a local size PETSc
  // splits it. Collective over `comm`. Throws on every rank what settle_sizes throws, ERR_UNSUPPORTED when
  // the size does not fit PetscInt, and ERR_PETSC without a Session.
  static Vector create(MPI_Comm comm, const Sizes& wanted) {
    require_active();
    const Sizes sizes = settle_sizes(comm, wanted);
    const PetscInt n = to_petsc_int(*sizes.global, "The global size");
    const PetscInt local = sizes.local ? to_petsc_int(*sizes.local, "The local size") : PETSC_DECIDE;
    Owned<Vec> vec;
    DAP_PETSC_CHECK(VecCreate, comm, vec.out());
    DAP_PETSC_CHECK(VecSetSizes, vec.get(), local, n);
    DAP_PETSC_CHECK(VecSetType, vec.get(), VECSTANDARD);
    return Vector(std::move(vec));
  }

  Vector(Vector&&) noexcept = default;
  Vector& operator=(Vector&& other) noexcept {
    if (this == &other) return *this;
    let_go_of_section();
    _vec = std::move(other._vec);
    _section = std::move(other._section);
    _own_memory = other._own_memory;
    _offset = other._offset;
    return *this;
  }
  ~Vector() { let_go_of_section(); }

  // The Vec, borrowed: valid until this object goes.
  Vec vec() const { return _vec.get(); }
  const dap_array& array() const { return _section->array(); }
  // The memory, for matrices and solvers.
  const Operand& operand() const { return _section; }
  double* data() const { return _section->data(); }
  int64_t offset() const { return _offset; }  // library index of the first own entry
  int64_t local_size() const { return _section->size(); }
  int64_t global_size() const {
    PetscInt n = 0;
    DAP_PETSC_CHECK(VecGetSize, vec(), &n);
    return n;
  }

  // Tell PETSc that the memory may have been written from outside; see dap::petsc::touch. The operations
  // below do it themselves. Not collective.
  void touch() const { dap::petsc::touch(vec()); }

  // Collective.
  double norm(NormType type = NORM_2) const {
    touch();
    PetscReal value = 0;
    DAP_PETSC_CHECK(VecNorm, vec(), type, &value);
    return value;
  }
  // Collective. Throws on every rank ERR_SHAPE or ERR_DISTRIBUTION when the two are distributed differently.
  double dot(const Vector& other) const {
    agree(PetscObjectComm(_vec.object()), [&] { check_alike(array(), other.array()); });
    PetscScalar value = 0;
    DAP_PETSC_CHECK(VecDot, vec(), other.vec(), &value);
    return value;
  }
  // Collective.
  double sum() const {
    PetscScalar value = 0;
    DAP_PETSC_CHECK(VecSum, vec(), &value);
    return value;
  }
  // The rest is logically collective: no communication, so an error is this rank's own.
  void set(double value) { DAP_PETSC_CHECK(VecSet, vec(), value); }
  void scale(double factor) { DAP_PETSC_CHECK(VecScale, vec(), factor); }
  // this += factor * x
  void axpy(double factor, const Vector& x) {
    check_alike(array(), x.array());
    DAP_PETSC_CHECK(VecAXPY, vec(), factor, x.vec());
  }
  void copy_from(const Vector& x) {
    check_alike(array(), x.array());
    x.touch();
    DAP_PETSC_CHECK(VecCopy, x.vec(), vec());
  }

  // For a garbage collector; see Owned::drop.
  void drop() noexcept {
    if (!_own_memory) hand_on_section();
    _vec.drop();
    _section.reset();
  }

 private:
  explicit Vector(Owned<Vec> vec)
      : _section(std::make_shared<const Section>(export_vector(vec.get()))),
        _vec(std::move(vec)),
        _own_memory(true),
        _offset(_section->array().dims[0].start) {}

  // Before the Vec is given back. Of a Vec's own memory, the section refers to the Vec, and so do those it
  // was shared with.
  void let_go_of_section() noexcept {
    if (!_own_memory) return hand_on_section();
    _section.reset();
    Vec vec = _vec.release();
    try {
      destroy(&vec);
    } catch (const dap::Error&) {  // MPI is at its end, and a destructor must not throw
    }
  }

  // When the caller made PETSc refer to the Vec for longer than we do, the memory belongs to the Vec from now
  // on. Not done at once because it costs as much as half a Vec.
  void hand_on_section() noexcept {
    PetscInt references = 0;
    if (!_vec.get() || !active() || PetscObjectGetReference(_vec.object(), &references) || references < 2)
      return;
    PetscContainer container = nullptr;
    if (PetscContainerCreate(PETSC_COMM_SELF, &container)) return;
    const Owned<PetscContainer> owned(container);
    const auto release = [](void* section) {
      delete static_cast<Operand*>(section);
      return success;
    };
    PetscContainerSetPointer(container, new Operand(_section));
    PetscContainerSetUserDestroy(container, release);
    PetscObjectCompose(_vec.object(), "dap_array", owned.object());
  }

  Operand _section;
  Owned<Vec> _vec;
  bool _own_memory = false;  // the section is an export of the Vec
  int64_t _offset = 0;
};

}  // namespace dap::petsc
