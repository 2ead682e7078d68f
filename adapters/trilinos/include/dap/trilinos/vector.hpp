// dap/trilinos/vector.hpp - a Tpetra vector and the section of a distributed array that its entries are.
#pragma once
#include <dap/trilinos/alias.hpp>
#include <dap/trilinos/aliased.hpp>
#include <dap/trilinos/export.hpp>
#include <memory>
#include <utility>

namespace dap::trilinos {

// Of an array: numbered contiguously, rank r's entries following those of rank r - 1, each in the row-major
// order of the buffer.
class Vector : public Aliased {
 public:
  // Move `array`, this rank's section, in; it is released when the last holder goes, or when this throws.
  // Throws on every rank what check_vector throws, and ERR_DISTRIBUTION when the sections do not make up the
  // array. Collective over `comm`.
  Vector(MPI_Comm comm, dap_array&& array) : Vector(comm, dap::operand(std::move(array)), nullptr) {}
  Vector(MPI_Comm comm, Array&& array) : Vector(comm, array.take()) {}

  // For a caller whose own checks can fail on some ranks: there `section` is null and `problem` set.
  Vector(MPI_Comm comm, Operand section, std::exception_ptr problem)
      : Aliased(comm, std::move(section), std::move(problem)), _vector(detail::alias(cached().map, data())) {}

  // Around a vector that Tpetra made, numbered as its map is; its section is what export_vector describes.
  // Collective over `comm`, which has the ranks of the map.
  Vector(MPI_Comm comm, const RCP<TpetraVector>& made)
      : Aliased(comm, dap::operand(export_vector(made))), _vector(*made) {}

  TpetraVector& tpetra() { return _vector; }
  const TpetraVector& tpetra() const { return _vector; }

  // norm is the 2-norm. Collective.
  double norm() const { return _vector.norm2(); }
  double norm_one() const { return _vector.norm1(); }
  double norm_inf() const { return _vector.normInf(); }
  double dot(const Vector& other) const { return _vector.dot(other._vector); }
  double sum() const {
    return global_size() == 0 ? 0 : _vector.meanValue() * static_cast<double>(global_size());
  }
  // The rest does not communicate. axpy: this += factor * x
  void set(double value) { _vector.putScalar(value); }
  void scale(double factor) { _vector.scale(factor); }
  void axpy(double factor, const Vector& x) { _vector.update(factor, x._vector, 1); }
  void copy_from(const Vector& x) { Tpetra::deep_copy(_vector, x._vector); }

 private:
  TpetraVector _vector;
};

}  // namespace dap::trilinos
