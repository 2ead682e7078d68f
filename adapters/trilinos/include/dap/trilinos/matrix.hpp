// dap/trilinos/matrix.hpp - a sparse matrix over the entries of a distributed array.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/fit.hpp>
#include <dap/layout.hpp>
#include <dap/matrix_market.hpp>
#include <dap/operand.hpp>
#include <dap/trilinos/crs.hpp>
#include <dap/trilinos/session.hpp>
#include <dap/trilinos/space.hpp>
#include <dap/trilinos/vector.hpp>
#include <dap/triplets.hpp>
#include <memory>
#include <string>
#include <utility>

namespace dap::trilinos {

// A square Tpetra::CrsMatrix. Row and column k belong to the entry with flat global index k of the array it
// was made for (row-major over the global shape); that array's owner of the entry owns the row.
class Matrix {
 public:
  // From entries on any rank, in global indices; entries at one place add up. `like` gives the distribution;
  // its data is not touched and need not be alive afterwards. Collective over `comm`. Throws on every rank:
  // ERR_SHAPE (not the size of `like`), what Layout::create and assemble throw, ERR_TRILINOS.
  static std::shared_ptr<const Matrix> from_triplets(MPI_Comm comm, const dap_array& like,
                                                     const Triplets& entries) {
    const auto space = open(comm);
    const auto layout = Layout::create(space->comm(), like);
    agree(space->comm(), [&] { check_square(entries, layout->n_global()); });
    return make(space, *layout, std::make_shared<const Numbering>(like), entries);
  }

  // From a Matrix Market file, each rank reading a part. Without `like` the rows are distributed as a 1-d
  // array is by default: in blocks of ceil(n / ranks). Collective over `comm`. Throws on every rank also
  // ERR_FILE and ERR_FORMAT.
  static std::shared_ptr<const Matrix> from_file(MPI_Comm comm, const std::string& path,
                                                 const dap_array* like = nullptr) {
    const auto space = open(comm);
    const Triplets entries = read_matrix_market(space->comm(), path);
    const auto layout =
        like ? Layout::create(space->comm(), *like) : Layout::block(space->comm(), entries.rows);
    check_square(entries, layout->n_global());
    auto numbering = like ? std::make_shared<const Numbering>(*like)
                          : Numbering::block(entries.rows, layout->offset(), layout->n_local());
    return make(space, *layout, std::move(numbering), entries);
  }

  const RCP<TpetraCrsMatrix>& tpetra() const { return _matrix; }
  const std::shared_ptr<Space>& space() const { return _space; }
  MPI_Comm comm() const { return _space->comm(); }
  const Rows& rows() const { return _rows; }

  // The section as a vector over the rows; the caller has seen to it that it fits. Not collective.
  TpetraVector alias(const Operand& section) const {
    return detail::alias(_matrix->getRowMap(), section->data());
  }

  // y = A x. Collective. Throws on every rank what check_fit throws.
  void apply(const Operand& x, const Operand& y) const {
    check_fit(comm(), _rows, {x->array(), "x"}, {y->array(), "y"});
    translated([&] {
      auto out = alias(y);
      _matrix->apply(alias(x), out);
    });
  }
  void apply(const Vector& x, Vector& y) const { apply(x.operand(), y.operand()); }

  // The 2-norm of b - A x. Collective. Throws on every rank what check_fit throws.
  double residual_norm(const Operand& b, const Operand& x) const {
    check_fit(comm(), _rows, {b->array(), "b"}, {x->array(), "x"});
    return translated([&] { return residual_norm(alias(b), alias(x)); });
  }
  double residual_norm(const Vector& b, const Vector& x) const {
    return residual_norm(b.operand(), x.operand());
  }

  // The same for vectors that are known to fit.
  double residual_norm(const TpetraMultiVector& b, const TpetraMultiVector& x) const {
    TpetraVector r(_matrix->getRangeMap());
    _matrix->apply(x, r);
    r.update(1, b, -1);
    return r.norm2();
  }

 private:
  Matrix(std::shared_ptr<Space> space, Rows rows) : _space(std::move(space)), _rows(std::move(rows)) {}

  static std::shared_ptr<Space> open(MPI_Comm comm) {
    initialize();
    return Space::of(comm);
  }

  static std::shared_ptr<const Matrix> make(std::shared_ptr<Space> space, const Layout& layout,
                                            std::shared_ptr<const Numbering> numbering,
                                            const Triplets& entries) {
    std::shared_ptr<Matrix> matrix(
        new Matrix(std::move(space), Rows{layout.n_local(), layout.n_global(), std::move(numbering)}));
    const Csr csr = assemble(layout, entries);
    const auto map = matrix->_space->maps().get(layout.n_local(), layout.n_global(), 0, nullptr, [] {}).map;
    matrix->_matrix = make_crs_matrix(*matrix->_space, map, layout, csr);
    return matrix;
  }

  std::shared_ptr<Space> _space;
  Rows _rows;
  RCP<TpetraCrsMatrix> _matrix;
};

}  // namespace dap::trilinos
