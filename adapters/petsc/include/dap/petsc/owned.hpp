// dap/petsc/owned.hpp - one reference to a PETSc object, given back when its owner goes.
#pragma once
#include <petscsys.h>

#include <dap/petsc/session.hpp>
#include <type_traits>
#include <utility>

namespace dap::petsc {

// T is Vec, Mat or KSP. The destructor and reset() destroy: collective over the object's communicator.
// A garbage collector, which runs at different times on each rank, must call drop() instead.
template <class T>
class Owned {
 public:
  Owned() = default;
  explicit Owned(T object) : _object(object) {}
  Owned(Owned&& other) noexcept : _object(std::exchange(other._object, nullptr)) {}
  Owned& operator=(Owned&& other) noexcept {
    if (this != &other) {
      reset();
      _object = std::exchange(other._object, nullptr);
    }
    return *this;
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { reset(); }

  T get() const { return _object; }
  PetscObject object() const { return reinterpret_cast<PetscObject>(_object); }
  // Where a PETSc creation function puts a new object.
  T* out() {
    reset();
    return &_object;
  }

  // Give the reference to the caller.
  T release() noexcept { return std::exchange(_object, nullptr); }
  // Destroy now. Collective. After PetscFinalize there is nothing left to destroy.
  void reset() noexcept { give_back(PetscObjectDestroy); }
  // Leave the object to the next garbage_cleanup(comm). Not collective.
  void drop() noexcept { give_back(PetscObjectDelayedDestroy); }

 private:
  void give_back(PetscErrorCode (*how)(PetscObject*)) noexcept {
    PetscObject object = reinterpret_cast<PetscObject>(std::exchange(_object, nullptr));
    if (object && active()) static_cast<void>(how(&object));
  }

  T _object = nullptr;
};

}  // namespace dap::petsc
