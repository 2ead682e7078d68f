// A vector of either kind.
#pragma once
#include <dap/trilinos/epetra_vector.hpp>
#include <dap/trilinos/vector.hpp>
#include <memory>
#include <utility>
#include <variant>

#include "common/native_error.h"

namespace distarray::trilinos {

using dap::trilinos::EpetraVector;
using dap::trilinos::Vector;

class AnyVector {
 public:
  explicit AnyVector(std::unique_ptr<Vector> vector) : _vector(std::move(vector)) {}
  explicit AnyVector(std::unique_ptr<EpetraVector> vector) : _vector(std::move(vector)) {}

  // Call `use` with the vector, of whichever type.
  template <class F>
  auto visit(F use) const {
    return std::visit([&](const auto& vector) { return use(*vector); }, _vector);
  }

  // Call `use` with this vector and `other`, which must be of the same kind and length.
  template <class F>
  auto visit_with(const AnyVector& other, F use) const {
    return std::visit(
        [&](const auto& vector) {
          const auto* same = std::get_if<std::decay_t<decltype(vector)>>(&other._vector);
          if (!same)
            throw NativeError("ERR_ARGUMENT",
                              "Expected two vectors of one kind but received a tpetra and an epetra one");
          if ((*same)->local_size() != vector->local_size())
            throw NativeError("ERR_SHAPE", "Expected vectors of one local size but received " +
                                               std::to_string(vector->local_size()) + " and " +
                                               std::to_string((*same)->local_size()) + " entries");
          return use(*vector, **same);
        },
        _vector);
  }

  bool is_tpetra() const { return std::holds_alternative<std::unique_ptr<Vector>>(_vector); }

 private:
  std::variant<std::unique_ptr<Vector>, std::unique_ptr<EpetraVector>> _vector;
};

}  // namespace distarray::trilinos
