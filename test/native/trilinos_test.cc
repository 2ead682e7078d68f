// The Trilinos header in a plain C++ program, without Node. Usage: mpiexec -n P trilinos_test
#include <dap/dap.hpp>
#include <dap/trilinos.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "check.hpp"

namespace {

namespace tri = dap::trilinos;

// A one-dimensional block-distributed array that a C++ program made; `released` counts the calls of release.
struct Array {
  Array(int64_t n, double value) {
    const int64_t ranks = dap::comm_size(MPI_COMM_WORLD), rank = dap::comm_rank(MPI_COMM_WORLD);
    dim.dist_type = 'b';
    dim.size = n;
    dim.proc_grid_size = ranks;
    dim.proc_grid_rank = rank;
    dim.start = n * rank / ranks;
    dim.stop = n * (rank + 1) / ranks;
    dim.block_size = 1;
    extent = dim.stop - dim.start;
    data.assign(static_cast<size_t>(extent), value);
  }

  dap_array section() {
    dap_array array{};
    array.version[1] = 10;
    array.ndim = 1;
    array.dtype = {DAP_FLOAT, 64, 1};
    array.device = {DAP_DEVICE_CPU, 0};
    array.byte_order = DAP_ORDER_NATIVE;
    array.data = data.data();
    array.shape = &extent;
    array.strides = &stride;
    array.dims = &dim;
    array.private_data = &released;
    array.release = [](dap_array* self) {
      ++*static_cast<int*>(self->private_data);
      self->release = nullptr;
    };
    return array;
  }

  dap_dim dim{};
  int64_t extent = 0, stride = sizeof(double);
  std::vector<double> data;
  int released = 0;
};

dap::Triplets laplacian(const Array& array) {
  dap::Triplets entries;
  entries.rows = entries.cols = array.dim.size;
  for (int64_t row = array.dim.start; row < array.dim.stop; ++row) {
    entries.push(row, row, 2.5);
    if (row > 0) entries.push(row, row - 1, -1);
    if (row < array.dim.size - 1) entries.push(row, row + 1, -1);
  }
  return entries;
}

void vectors() {
  Array x(23, 1), y(23, 2);
  {
    tri::Vector u(MPI_COMM_WORLD, x.section());
    tri::EpetraVector v(MPI_COMM_WORLD, y.section());
    CHECK(u.tpetra().getLocalViewHost(Tpetra::Access::ReadOnly).data() == x.data.data() || x.extent == 0);
    CHECK(v.epetra().Values() == y.data.data() || y.extent == 0);
    CHECK(u.norm_one() == 23 && v.norm_one() == 46);
    u.scale(3);
    v.scale(3);
    for (const double value : x.data) CHECK(value == 3);
    for (const double value : y.data) CHECK(value == 6);
    CHECK(x.released == 0 && y.released == 0);
    tri::Vector w(MPI_COMM_WORLD, x.section());
    CHECK(w.tpetra().getMap().getRawPtr() == u.tpetra().getMap().getRawPtr());
  }
  CHECK(x.released == 2 && y.released == 1);
  Array bad(23, 0);
  auto section = bad.section();
  if (dap::comm_rank(MPI_COMM_WORLD) == dap::comm_size(MPI_COMM_WORLD) - 1)
    section.dtype = {DAP_FLOAT, 32, 1};
  CHECK_ERROR("ERR_DTYPE", "float32", tri::Vector(MPI_COMM_WORLD, std::move(section)));
  CHECK(bad.released == 1);
}

// Lengths that were seen before do not make an array.
void refusals() {
  const int rank = dap::comm_rank(MPI_COMM_WORLD), size = dap::comm_size(MPI_COMM_WORLD);
  std::vector<double> memory(4, 1.0);
  const auto block = [&](int64_t more) {
    dap_dim dim = dap::BlockMap::even(3 * size, size).dim(rank);
    dim.stop += more;
    return dap::Builder(memory.data()).dimension(dim).build();
  };
  const auto listed = [&](std::vector<int> indices) {
    return dap::Builder(memory.data()).unstructured(3 * size, size, rank, std::move(indices), false).build();
  };
  const int first = 3 * rank;
  for (int repeat = 0; repeat < 3; ++repeat) {
    CHECK(tri::Vector(MPI_COMM_WORLD, block(0)).norm_one() == 3 * size);
    CHECK(tri::EpetraVector(MPI_COMM_WORLD, listed({first + 2, first, first + 1})).norm_one() == 3 * size);
    if (size == 1) continue;
    CHECK_ERROR("ERR_DISTRIBUTION", "do not meet", tri::Vector(MPI_COMM_WORLD, block(rank == 0 ? 1 : 0)));
    CHECK_ERROR("ERR_DISTRIBUTION", "owned twice", tri::EpetraVector(MPI_COMM_WORLD, listed({0, 1, 2})));
    CHECK_ERROR("ERR_DISTRIBUTION", "different arrays",
                tri::Vector(MPI_COMM_WORLD, rank == 0 ? block(0) : listed({first, first + 1, first + 2})));
  }
}

void solvers() {
  Array b(200, 1), x(200, 0);
  const auto a = tri::Matrix::from_triplets(MPI_COMM_WORLD, b.section(), laplacian(b));
  const auto rhs = tri::operand(b.section()), solution = tri::operand(x.section());
  Teuchos::ParameterList tight;
  tight.set("Convergence Tolerance", 1e-11);
  const auto solves = [&](const tri::Outcome& outcome) {
    CHECK(outcome.converged && outcome.residual_norm < 1e-9);
    CHECK(a->residual_norm(rhs, solution) == outcome.residual_norm);
    std::fill(x.data.begin(), x.data.end(), 0.0);
  };
  solves(tri::Krylov(a, "CG", tight).solve(rhs, solution));
  solves(tri::Krylov(a, "CG", tight, tri::make_muelu(*a, {})).solve(rhs, solution));
  solves(tri::Krylov(a, "GMRES", tight, tri::make_ifpack2(*a, "ILUT", {})).solve(rhs, solution));
  solves(tri::Direct(a, {}).solve(rhs, solution));
  int last = -1;
  const auto outcome = tri::Krylov(a, "CG", tight).solve(rhs, solution, [&](int iteration, double) {
    last = iteration;
    return iteration < 2;
  });
  CHECK(outcome.stopped && !outcome.converged && last == 2);
}

}  // namespace

int main(int argc, char** argv) {
  CHECK_ERROR("ERR_MPI", "call MPI_Init first", tri::initialize());
  CHECK_ERROR("ERR_MPI", "call MPI_Init first", tri::Vector(MPI_COMM_WORLD, dap_array{}));
  MPI_Init(&argc, &argv);
  test::speaker = "rank " + std::to_string(dap::comm_rank(MPI_COMM_WORLD)) + ": ";
  {
    const tri::Session session;
    vectors();
    refusals();
    solvers();
  }
  int totals[2] = {test::tally.checks, test::tally.failures};
  MPI_Allreduce(MPI_IN_PLACE, totals, 2, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  if (dap::comm_rank(MPI_COMM_WORLD) == 0) std::printf("%d checks, %d failures\n", totals[0], totals[1]);
  MPI_Finalize();
  return totals[1] == 0 ? 0 : 1;
}
