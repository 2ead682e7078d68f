// heat - heat spreads over a plate, step by step; then PETSc solves for where it ends, in the program's own
// memory, and Trilinos takes norms of it there.
#include <mpi.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <dap/petsc/session.hpp>
#include <exception>
#include <utility>
#include <vector>

#include "checks.hpp"
#include "norm_trilinos.hpp"
#include "options.hpp"
#include "picture.hpp"
#include "plate.hpp"
#include "reference.hpp"
#include "share.hpp"
#include "steady_petsc.hpp"

namespace {

// The part that needs no library.
void step_through_time(Plate& plate, int64_t steps) {
  for (int64_t k = 0; k < steps; ++k) plate.step();
  const double hottest = plate.hottest();
  if (plate.rank() == 0)
    std::printf("%lld steps: %.1f degrees at the hottest\n", static_cast<long long>(steps), hottest);
}

bool close(double a, double b) {
  return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

bool ghosts_are_the_neighbours(Plate& plate) {
  const dap::Array section = with_ghosts(plate);
  const auto all = section.view<const double, 2>(), own = section.own_view<const double, 2>();
  const bool edge = plate.rank() == 0 || plate.rank() == plate.ranks() - 1;
  const int64_t ghosts = plate.ranks() == 1 ? 0 : edge ? 1 : 2;
  return all.extent(0) == own.extent(0) + ghosts && &own(0, 0) == plate.row(0);
}

void solve_for_the_end(Plate& plate, Checks& checks) {
  const void* cells = plate.row(0);
  plate.exchange();
  checks(ghosts_are_the_neighbours(plate), "exported with its ghost rows, and without, where it is");

  Steady steady = solve_steady(plate);
  const double hottest = plate.hottest();
  if (plate.rank() == 0)
    std::printf("PETSc: %s after %lld iterations: %.1f degrees at the hottest\n", steady.reason.c_str(),
                static_cast<long long>(steady.iterations), hottest);
  checks(steady.converged, "PETSc's solver converged");
  checks(steady.entries == cells, "PETSc solved in the plate's memory");
  checks(steady.refusal.empty() == (plate.ranks() == 1),
         "PETSc's adapter refuses a section with ghost rows: " +
             (steady.refusal.empty() ? "none has any here" : steady.refusal));

  const Norm plate_norm = norm_by_trilinos(plate.comm(), own_cells(plate));
  checks(plate_norm.entries == cells, "Trilinos read the plate's memory");
  checks(close(plate_norm.value, plate.norm()), "and finds the program's own norm");
  const void* made_by_petsc = steady.residual->data;
  const Norm residual = norm_by_trilinos(plate.comm(), std::move(steady.residual));
  checks(residual.entries == made_by_petsc, "Trilinos read the residual in PETSc's memory");
  checks(close(residual.value, steady.residual_norm), "and finds PETSc's own norm");
}

// The largest difference between rank 0's copy of the plate and the reference; 0 elsewhere.
double difference(const Plate& plate, const std::vector<double>& expected) {
  const auto cells = plate.gather();
  double largest = 0;
  for (size_t k = 0; k < cells.size(); ++k) largest = std::max(largest, std::abs(cells[k] - expected[k]));
  return largest;
}

int run(const Options& options) {
  Checks checks(MPI_COMM_WORLD);
  Plate plate(MPI_COMM_WORLD, options.rows, options.cols);
  const bool root = plate.rank() == 0;
  if (root)
    std::printf("A plate of %lld x %lld cells on %d %s\n", static_cast<long long>(options.rows),
                static_cast<long long>(options.cols), plate.ranks(), plate.ranks() == 1 ? "rank" : "ranks");
  if (!checks(plate.own_rows() > 0, "every rank has rows")) return 2;

  Reference reference;
  if (!options.reference.empty()) {
    const bool fits = read_reference(options.reference, reference) && reference.rows == options.rows &&
                      reference.cols == options.cols && reference.steps == options.steps;
    if (!checks(fits, "the file to compare with is about the same plate")) return 2;
  }
  step_through_time(plate, options.steps);
  if (!options.reference.empty())
    checks(difference(plate, reference.stepped) < 1e-11, "as the serial program after the steps");

  const dap::petsc::Session petsc;
  solve_for_the_end(plate, checks);
  end_trilinos();
  if (!options.reference.empty())
    checks(difference(plate, reference.steady) < 1e-6, "as the serial program in the end");

  const auto cells = plate.gather();
  checks(!root || write_picture(options.picture, cells, options.rows, options.cols),
         "picture in " + options.picture);
  return checks.all_hold() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  int code = 2;
  if (const auto options = parse_options(argc, argv)) {
    try {
      code = run(*options);
    } catch (const std::exception& error) {  // the adapters throw on every rank or on none
      std::fprintf(stderr, "heat: %s\n", error.what());
      code = 1;
    }
  } else {
    std::fputs(usage, stderr);
  }
  MPI_Finalize();
  return code;
}
