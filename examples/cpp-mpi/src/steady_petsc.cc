#include "steady_petsc.hpp"

#include <dap/petsc/matrix.hpp>
#include <dap/petsc/solver.hpp>
#include <dap/petsc/vector.hpp>
#include <utility>

#include "problem.hpp"
#include "share.hpp"

namespace {

using namespace dap::petsc;

// Four times a cell less its neighbours: this rank's rows of the matrix, in indices of the whole plate.
dap::Triplets stencil(const Plate& plate) {
  dap::Triplets entries;
  entries.rows = entries.cols = plate.rows() * plate.cols();
  for (int64_t i = plate.first_row(); i < plate.first_row() + plate.own_rows(); ++i)
    for (int64_t j = 0; j < plate.cols(); ++j) {
      const int64_t cell = i * plate.cols() + j;
      entries.push(cell, cell, 4);
      if (i > 0) entries.push(cell, cell - plate.cols(), -1);
      if (i < plate.rows() - 1) entries.push(cell, cell + plate.cols(), -1);
      if (j > 0) entries.push(cell, cell - 1, -1);
      if (j < plate.cols() - 1) entries.push(cell, cell + 1, -1);
    }
  return entries;
}

// What comes into this rank's cells from the heaters and through the walls.
void put_inflow(const Plate& plate, double* inflow) {
  const int64_t rows = plate.rows(), cols = plate.cols();
  for (int64_t i = plate.first_row(); i < plate.first_row() + plate.own_rows(); ++i)
    for (int64_t j = 0; j < cols; ++j) {
      const int walls = (i == 0) + (i == rows - 1) + (j == 0) + (j == cols - 1);
      *inflow++ = heater(i, j, rows, cols) / rate + walls * wall;
    }
}

// A section with ghosts is no run of own cells, and an adapter that took it would solve for the ghosts, too.
std::string refusal_of_ghosts(Plate& plate) {
  try {
    const Vector vector(plate.comm(), with_ghosts(plate).take());
    return "";
  } catch (const dap::Error& error) {
    return error.what();
  }
}

const void* entries_of(const Vector& vector) {
  const PetscScalar* entries = nullptr;
  DAP_PETSC_CHECK(VecGetArrayRead, vector.vec(), &entries);
  const void* address = entries;
  DAP_PETSC_CHECK(VecRestoreArrayRead, vector.vec(), &entries);
  return address;
}

}  // namespace

Steady solve_steady(Plate& plate) {
  const MPI_Comm comm = plate.comm();
  Vector cells(comm, own_cells(plate).take());  // PETSc's entries are the plate's cells
  const auto matrix = Matrix::from_triplets(comm, cells.array(), stencil(plate));
  Vector inflow = Vector::create(comm, {plate.own_cells(), {}});  // PETSc's own memory,
  put_inflow(plate, inflow.data());                               // written by us
  Solver solver(matrix, Options("-ksp_type cg -pc_type jacobi -ksp_rtol 1e-12 -ksp_initial_guess_nonzero"));
  const Result result = solver.solve(inflow, cells);

  const Vector residual = Vector::create(comm, {plate.own_cells(), {}});
  DAP_PETSC_CHECK(MatResidual, matrix.mat(), inflow.vec(), cells.vec(), residual.vec());
  return {result.converged,
          result.reason,
          result.iterations,
          entries_of(cells),
          refusal_of_ghosts(plate),
          residual.norm(),
          dap::Array(export_vector(residual.vec()))};  // which keeps it alive
}
