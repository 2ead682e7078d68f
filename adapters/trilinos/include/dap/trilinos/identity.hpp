// dap/trilinos/identity.hpp - the preconditioner that does nothing.
#pragma once
#include <Tpetra_MultiVector.hpp>
#include <Tpetra_Operator.hpp>
#include <dap/trilinos/types.hpp>
#include <utility>

namespace dap::trilinos {

class IdentityOperator : public TpetraOperator {
 public:
  explicit IdentityOperator(RCP<const TpetraMap> map) : _map(std::move(map)) {}

  RCP<const TpetraMap> getDomainMap() const override { return _map; }
  RCP<const TpetraMap> getRangeMap() const override { return _map; }
  void apply(const TpetraMultiVector& x, TpetraMultiVector& y, Teuchos::ETransp, Scalar alpha,
             Scalar beta) const override {
    y.update(alpha, x, beta);
  }

 private:
  RCP<const TpetraMap> _map;
};

}  // namespace dap::trilinos
