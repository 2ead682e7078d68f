// dap/trilinos/gathered.hpp - a direct solve on rank 0 of a matrix that is distributed.
//
// KLU2 factorizes on one process anyway, but its own gathering must not be trusted: on more than one rank
// Amesos2 13.2 as Debian compiles it solves with half of the factors and returns wrong numbers without a word
// (klu_solve; the transposed klu_tsolve that serves a single process is right). So we gather, and KLU2 sees a
// single process.
#pragma once
#include <Amesos2.hpp>
#include <Tpetra_CrsMatrix.hpp>
#include <Tpetra_Import.hpp>
#include <Tpetra_Vector.hpp>
#include <dap/trilinos/guard.hpp>
#include <dap/trilinos/parameters.hpp>
#include <dap/trilinos/types.hpp>
#include <string>
#include <utility>

namespace dap::trilinos {

class Gathered {
 public:
  // Gather and factorize by KLU2. Throws on every rank of `comm`, the matrix' own: ERR_TRILINOS for unknown
  // parameters and for a singular matrix. Collective.
  Gathered(MPI_Comm comm, const RCP<const TpetraCrsMatrix>& matrix,
           const Teuchos::ParameterList& parameters) {
    const auto map = matrix->getRowMap();
    const size_t n = map->getGlobalNumElements(), here = map->getComm()->getRank() == 0 ? n : 0;
    together(comm, [&] {
      _gathered = Teuchos::rcp(new TpetraMap(n, here, GlobalOrdinal{0}, map->getComm()));
      _import = Teuchos::rcp(new Import(map, _gathered));
      TpetraCrsMatrix rooted(_gathered, matrix->getNodeMaxNumRowEntries() + 1);
      rooted.doImport(*matrix, *_import, Tpetra::INSERT);
      rooted.fillComplete(map, map);
      if (here > 0) _own = on_one_process(rooted);
    });
    together(comm, [&] {
      if (here > 0) factorize(parameters);
    });
  }

  // x = A^-1 b, for each vector. Collective.
  void solve(TpetraMultiVector& x, const TpetraMultiVector& b) const {
    TpetraMultiVector rooted_b(_gathered, b.getNumVectors()), rooted_x(_gathered, x.getNumVectors());
    rooted_b.doImport(b, *_import, Tpetra::INSERT);
    if (!_solver.is_null()) {
      TpetraVector own_b(_own->getRowMap()), own_x(_own->getRowMap());
      for (size_t j = 0; j < b.getNumVectors(); ++j) {
        copy(*rooted_b.getVector(j), own_b);
        _solver->solve(&own_x, &own_b);
        copy(own_x, *rooted_x.getVectorNonConst(j));
      }
    }
    x.doExport(rooted_x, *_import, Tpetra::INSERT);
  }

 private:
  using Import = Tpetra::Import<LocalOrdinal, GlobalOrdinal>;

  // Vectors of different communicators: entry by entry.
  static void copy(const TpetraVector& from, TpetraVector& to) {
    const auto source = from.getData();
    const auto target = to.getDataNonConst();
    std::copy(source.begin(), source.end(), target.begin());
  }

  static RCP<TpetraCrsMatrix> on_one_process(const TpetraCrsMatrix& rooted) {
    const size_t n = rooted.getNodeNumRows();
    const auto self = Teuchos::rcp(new Teuchos::MpiComm<int>(MPI_COMM_SELF));
    const auto map = Teuchos::rcp<const TpetraMap>(new TpetraMap(n, n, GlobalOrdinal{0}, self));
    auto own = Teuchos::rcp(new TpetraCrsMatrix(map, rooted.getNodeMaxNumRowEntries() + 1));
    TpetraCrsMatrix::nonconst_global_inds_host_view_type columns("columns", rooted.getNodeMaxNumRowEntries());
    TpetraCrsMatrix::nonconst_values_host_view_type values("values", rooted.getNodeMaxNumRowEntries());
    for (size_t row = 0; row < n; ++row) {
      size_t length = 0;
      const auto index = static_cast<GlobalOrdinal>(row);
      rooted.getGlobalRowCopy(index, columns, values, length);
      own->insertGlobalValues(index, static_cast<LocalOrdinal>(length), values.data(), columns.data());
    }
    own->fillComplete();
    return own;
  }

  // Amesos2 reads a list only when it bears its name, and a solver's own parameters from the sublist of its
  // name.
  void factorize(const Teuchos::ParameterList& parameters) {
    _solver = Amesos2::create<TpetraCrsMatrix, TpetraMultiVector>("KLU2", _own);
    const auto valid = _solver->getValidParameters();
    auto outer = Teuchos::rcp(new Teuchos::ParameterList("Amesos2"));
    outer->sublist(_solver->name()).setParameters(parameters);
    adapt_types(*outer, *valid);
    _solver->setParameters(outer);
    _solver->symbolicFactorization();
    _solver->numericFactorization();
  }

  RCP<const TpetraMap> _gathered;
  RCP<Import> _import;
  RCP<TpetraCrsMatrix> _own;  // on rank 0 only, as the solver
  RCP<Amesos2::Solver<TpetraCrsMatrix, TpetraMultiVector>> _solver;
};

}  // namespace dap::trilinos
