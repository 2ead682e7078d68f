// dap/trilinos/epetra_vector.hpp - an Epetra vector and the section of a distributed array that its entries
// are.
#pragma once
#include <Epetra_Map.h>
#include <Epetra_MpiComm.h>
#include <Epetra_Vector.h>

#include <dap/trilinos/aliased.hpp>
#include <dap/trilinos/export_epetra.hpp>
#include <memory>
#include <string>
#include <utility>

namespace dap::trilinos {

// Epetra_Vector in View mode, numbered as Vector is, with 64-bit global indices.
class EpetraVector : public Aliased {
 public:
  // As the constructors of Vector. Collective over `comm`.
  EpetraVector(MPI_Comm comm, dap_array&& array)
      : EpetraVector(comm, dap::operand(std::move(array)), nullptr) {}
  EpetraVector(MPI_Comm comm, Array&& array) : EpetraVector(comm, array.take()) {}
  EpetraVector(MPI_Comm comm, Operand section, std::exception_ptr problem)
      : Aliased(comm, std::move(section), std::move(problem)),
        _map(map()),
        _vector(Epetra_DataAccess::View, *_map, alias()) {}

  // Around a vector that Epetra made, as Vector's constructor for one of Tpetra's.
  EpetraVector(MPI_Comm comm, const RCP<Epetra_Vector>& made)
      : Aliased(comm, dap::operand(export_vector(made))), _vector(Epetra_DataAccess::View, *made, 0) {}

  Epetra_Vector& epetra() { return _vector; }
  const Epetra_Vector& epetra() const { return _vector; }

  // norm is the 2-norm. Collective.
  double norm() const {
    double value = 0;
    check(_vector.Norm2(&value), "Norm2");
    return value;
  }
  double norm_one() const {
    double value = 0;
    check(_vector.Norm1(&value), "Norm1");
    return value;
  }
  double norm_inf() const {
    double value = 0;
    check(_vector.NormInf(&value), "NormInf");
    return value;
  }
  double sum() const {
    double mean = 0;
    if (global_size() > 0) check(_vector.MeanValue(&mean), "MeanValue");
    return mean * static_cast<double>(global_size());
  }
  double dot(const EpetraVector& other) const {
    double value = 0;
    check(_vector.Dot(other._vector, &value), "Dot");
    return value;
  }
  // The rest does not communicate. axpy: this += factor * x
  void set(double value) { check(_vector.PutScalar(value), "PutScalar"); }
  void scale(double factor) { check(_vector.Scale(factor), "Scale"); }
  void axpy(double factor, const EpetraVector& x) { check(_vector.Update(factor, x._vector, 1), "Update"); }
  void copy_from(const EpetraVector& x) { check(_vector.Scale(1, x._vector), "Scale"); }

 private:
  static void check(int code, const char* call) {
    if (code != 0)
      throw Error("ERR_TRILINOS",
                  std::string("Epetra_Vector::") + call + " returned " + std::to_string(code));
  }

  std::shared_ptr<const Epetra_Map> map() {
    auto& entry = cached();
    if (!entry.epetra)
      entry.epetra = std::make_shared<const Epetra_Map>(static_cast<long long>(global_size()),
                                                        static_cast<int>(local_size()), 0LL,
                                                        Epetra_MpiComm(space()->comm()));
    return entry.epetra;
  }

  // Epetra refuses a null pointer even for no entries.
  double* alias() { return data() ? data() : &_nothing; }

  double _nothing = 0;
  std::shared_ptr<const Epetra_Map> _map;
  Epetra_Vector _vector;
};

}  // namespace dap::trilinos
