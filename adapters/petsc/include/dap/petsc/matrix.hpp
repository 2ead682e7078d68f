// dap/petsc/matrix.hpp - a sparse PETSc Mat over the entries of a distributed array.
#pragma once
#include <petscmat.h>

#include <dap/fit.hpp>
#include <dap/layout.hpp>
#include <dap/matrix_market.hpp>
#include <dap/petsc/integer.hpp>
#include <dap/petsc/vector.hpp>
#include <dap/triplets.hpp>
#include <memory>
#include <string>
#include <utility>

namespace dap::petsc {

// A square matrix of type AIJ. Row and column k belong to the entry with flat global index k of the array it
// was made for (row-major over the global shape); that array's owner of the entry owns the row.
class Matrix {
 public:
  // From entries on any rank, in global indices; entries at one place add up. `like` gives the distribution;
  // its data is not touched and need not be alive afterwards. Collective over `comm`. Throws on every rank:
  // ERR_SHAPE (lists of different lengths, not the size of `like`), ERR_SELECTION (index out of range), what
  // Layout::create throws, Error.
  static Matrix from_triplets(MPI_Comm comm, const dap_array& like, Triplets entries) {
    require_active();
    const auto layout = Layout::create(comm, like);
    agree(comm, [&] {
      if (entries.i.size() != entries.j.size() || entries.i.size() != entries.v.size())
        throw dap::Error("ERR_SHAPE", "Expected as many rows as columns and values but received " +
                                          std::to_string(entries.i.size()) + ", " +
                                          std::to_string(entries.j.size()) + " and " +
                                          std::to_string(entries.v.size()));
      check_square(entries, layout->n_global());
    });
    return Matrix(*layout, std::make_shared<const Numbering>(like), std::move(entries));
  }

  // From a Matrix Market file, each rank reading a part. Without `like` the rows are distributed as a 1-d
  // array is by default: in blocks of ceil(n / ranks). Collective over `comm`. Throws on every rank also
  // ERR_FILE and ERR_FORMAT.
  static Matrix from_file(MPI_Comm comm, const std::string& path, const dap_array* like = nullptr) {
    require_active();
    Triplets entries = read_matrix_market(comm, path);
    const auto layout = like ? Layout::create(comm, *like) : Layout::block(comm, entries.rows);
    check_square(entries, layout->n_global());
    auto numbering = like ? std::make_shared<const Numbering>(*like)
                          : Numbering::block(entries.rows, layout->offset(), layout->n_local());
    return Matrix(*layout, std::move(numbering), std::move(entries));
  }

  Mat mat() const { return _mat.get(); }
  const Rows& rows() const { return _rows; }
  // PETSc's own duplicate of the communicator: lives as long as the matrix.
  MPI_Comm comm() const { return PetscObjectComm(_mat.object()); }

  // New values for the entries given at creation, in their order; read from a file, in no useful one.
  // Collective. Throws on every rank ERR_SHAPE.
  void set_values(const double* values, size_t n) {
    agree(comm(), [&] {
      if (n != _n_entries)
        throw dap::Error("ERR_SHAPE", "Expected " + std::to_string(_n_entries) +
                                          " values, as the matrix was made from, but received " +
                                          std::to_string(n));
    });
    DAP_PETSC_CHECK(MatSetValuesCOO, mat(), values, INSERT_VALUES);
  }

  // y = A x. Collective. Throws on every rank what check_fit throws.
  void apply(const Operand& x, const Operand& y) const {
    check_fit(comm(), _rows, {x->array(), "x"}, {y->array(), "y"});
    const detail::Placed in(_in, x), out(_out, y);
    DAP_PETSC_CHECK(MatMult, mat(), in.vec(), out.vec());
  }
  void apply(const Vector& x, Vector& y) const { apply(x.operand(), y.operand()); }

  // The 2-norm of b - A x. Collective. Throws on every rank what check_fit throws.
  double residual_norm(const Operand& b, const Operand& x) const {
    check_fit(comm(), _rows, {b->array(), "b"}, {x->array(), "x"});
    const detail::Placed rhs(_out, b), solution(_in, x);
    Owned<Vec> residual;
    DAP_PETSC_CHECK(MatCreateVecs, mat(), nullptr, residual.out());
    DAP_PETSC_CHECK(MatResidual, mat(), rhs.vec(), solution.vec(), residual.get());
    PetscReal norm = 0;
    DAP_PETSC_CHECK(VecNorm, residual.get(), NORM_2, &norm);
    return norm;
  }
  double residual_norm(const Vector& b, const Vector& x) const {
    return residual_norm(b.operand(), x.operand());
  }

  // For a garbage collector; see Owned::drop.
  void drop() noexcept {
    _mat.drop();
    _in.drop();
    _out.drop();
  }

 private:
  Matrix(const Layout& layout, std::shared_ptr<const Numbering> numbering, Triplets entries)
      : _rows{layout.n_local(), layout.n_global(), std::move(numbering)}, _n_entries(entries.v.size()) {
    const PetscInt n = to_petsc_int(_rows.n_global, "The number of rows");
    const auto local = static_cast<PetscInt>(_rows.n_local);
    layout.to_library(entries.i.data(), entries.i.data(), entries.i.size());
    layout.to_library(entries.j.data(), entries.j.data(), entries.j.size());
    auto rows = to_petsc_ints(entries.i), cols = to_petsc_ints(entries.j);
    settle(layout.comm(), [&] {
      DAP_PETSC_CHECK(MatCreate, layout.comm(), _mat.out());
      DAP_PETSC_CHECK(MatSetSizes, mat(), local, local, n, n);
      DAP_PETSC_CHECK(MatSetType, mat(), MATAIJ);
      DAP_PETSC_CHECK(MatSetPreallocationCOO, mat(), static_cast<PetscCount>(rows.size()), rows.data(),
                      cols.data());
      DAP_PETSC_CHECK(MatSetValuesCOO, mat(), entries.v.data(), INSERT_VALUES);
      _in = detail::vec_over(comm(), local, n, nullptr);
      _out = detail::vec_over(comm(), local, n, nullptr);
    });
  }

  Rows _rows;
  size_t _n_entries = 0;
  Owned<Mat> _mat;
  Owned<Vec> _in, _out;  // without memory of their own
};

}  // namespace dap::petsc
