// dap/trilinos/muelu.hpp - algebraic multigrid as a preconditioner.
#pragma once
#include <Ifpack2_Parameters.hpp>
#include <MueLu_CreateTpetraPreconditioner.hpp>
#include <MueLu_DirectSolver.hpp>
#include <MueLu_Level.hpp>
#include <MueLu_MasterList.hpp>
#include <MueLu_SmootherBase.hpp>
#include <MueLu_Utilities.hpp>
#include <Xpetra_TpetraMultiVector.hpp>
#include <dap/trilinos/gathered.hpp>
#include <dap/trilinos/matrix.hpp>
#include <dap/trilinos/parameters.hpp>

namespace dap::trilinos {

namespace detail {

// Gathered as MueLu's solver of the coarsest level.
class CoarseSolver : public MueLu::SmootherBase<Scalar, LocalOrdinal, GlobalOrdinal> {
 public:
  using XpetraMultiVector = Xpetra::MultiVector<Scalar, LocalOrdinal, GlobalOrdinal>;

  CoarseSolver(MPI_Comm comm, const RCP<const trilinos::TpetraCrsMatrix>& matrix)
      : _factors(comm, matrix, {}) {}

  void Apply(XpetraMultiVector& x, const XpetraMultiVector& b, bool) const override {
    _factors.solve(Xpetra::toTpetra(x), Xpetra::toTpetra(b));
  }
  size_t getNodeSmootherComplexity() const override { return 0; }

 private:
  Gathered _factors;
};

// MueLu solves its coarsest level by KLU2, which is wrong on several ranks (see Gathered): put ours in its
// place.
template <class Hierarchy>
void mend_coarse_solver(MPI_Comm comm, Hierarchy& hierarchy) {
  using Base = MueLu::SmootherBase<Scalar, LocalOrdinal, GlobalOrdinal>;
  using Direct = MueLu::DirectSolver<Scalar, LocalOrdinal, GlobalOrdinal>;
  using Utilities = MueLu::Utilities<Scalar, LocalOrdinal, GlobalOrdinal>;
  using XpetraMatrix = Xpetra::Matrix<Scalar, LocalOrdinal, GlobalOrdinal>;
  auto& level = *hierarchy.GetLevel(hierarchy.GetNumLevels() - 1);
  if (!level.IsAvailable("PreSmoother")) return;
  const auto solver = level.template Get<RCP<Base>>("PreSmoother");
  if (Teuchos::rcp_dynamic_cast<Direct>(solver).is_null()) return;
  const auto matrix = level.template Get<RCP<XpetraMatrix>>("A");
  const RCP<Base> ours = Teuchos::rcp(new CoarseSolver(comm, Utilities::Op2TpetraCrs(matrix)));
  level.Set("PreSmoother", ours);
}

}  // namespace detail

// A MueLu hierarchy for `matrix`, by MueLu's simple parameter names. Throws on every rank ERR_TRILINOS, for
// unknown names too. Collective.
inline RCP<TpetraOperator> make_muelu(const Matrix& matrix, Teuchos::ParameterList parameters) {
  auto hierarchy = together(matrix.comm(), [&] {
    // The smoothers are Ifpack2's, and their parameters lie in sublists that MueLu's own list leaves open.
    Teuchos::ParameterList valid = *MueLu::MasterList::List();
    Ifpack2::getValidParameters(valid);
    adapt_types(parameters, valid);
    if (!parameters.isParameter("verbosity")) parameters.set("verbosity", std::string("none"));
    const RCP<TpetraOperator> a = matrix.tpetra();
    return MueLu::CreateTpetraPreconditioner<Scalar, LocalOrdinal, GlobalOrdinal>(a, parameters);
  });
  if (comm_size(matrix.comm()) > 1) detail::mend_coarse_solver(matrix.comm(), *hierarchy->GetHierarchy());
  return hierarchy;
}

}  // namespace dap::trilinos
