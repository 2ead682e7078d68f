// Tests of adapters/petsc/include/dap/petsc.hpp in a program without Node. Usage: mpiexec -n P petsc_test
#include <cmath>
#include <dap/dap.hpp>
#include <dap/petsc.hpp>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "check.hpp"

namespace test {
namespace {

using namespace dap::petsc;

static_assert(std::is_nothrow_move_constructible_v<Vector> && !std::is_copy_constructible_v<Vector>);
static_assert(std::is_nothrow_move_assignable_v<Vector>);
static_assert(std::is_move_constructible_v<Matrix> && !std::is_copy_constructible_v<Matrix>);
static_assert(std::is_move_constructible_v<Solver> && !std::is_copy_constructible_v<Solver>);

constexpr int64_t n_each = 50;
int released = 0;

// A producer: memory and metadata of a cyclic 1-d array, n_each entries per rank.
struct Source {
  int rank = dap::comm_rank(MPI_COMM_WORLD), size = dap::comm_size(MPI_COMM_WORLD);
  std::vector<double> data = std::vector<double>(n_each, 0.0);
  int64_t extent = n_each, stride = sizeof(double);
  dap_dim dim{};

  Source() {
    dim.dist_type = 'c';
    dim.size = n_each * size;
    dim.proc_grid_size = size;
    dim.proc_grid_rank = rank;
    dim.start = rank;
    dim.block_size = 1;
  }

  dap_array array() {
    dap_array out{};
    out.version[1] = 10;
    out.ndim = 1;
    out.dtype = {DAP_FLOAT, 64, 1};
    out.device = {DAP_DEVICE_CPU, 0};
    out.byte_order = DAP_ORDER_NATIVE;
    out.data = data.data();
    out.shape = &extent;
    out.strides = &stride;
    out.dims = &dim;
    out.release = [](dap_array* self) {
      self->release = nullptr;
      ++released;
    };
    return out;
  }
  int64_t global(int64_t local) const { return rank + local * size; }
};

// The matrix tridiag(-1, 2.1, -1); rank r gives the rows of rank r + 1, so that all entries travel.
dap::Triplets tridiagonal(int64_t n, int rank, int size) {
  dap::Triplets out;
  out.rows = out.cols = n;
  for (int64_t i = (rank + 1) % size; i < n; i += size) {
    out.push(i, i, 2.1);
    if (i > 0) out.push(i, i - 1, -1);
    if (i < n - 1) out.push(i, i + 1, -1);
  }
  return out;
}

void vectors() {
  Source source;
  const int64_t n = n_each * source.size;
  released = 0;
  {
    dap_array array = source.array();
    Vector v(MPI_COMM_WORLD, std::move(array));
    CHECK(array.release == nullptr);
    CHECK(v.data() == source.data.data());
    CHECK(v.global_size() == n);
    CHECK(v.offset() == n_each * source.rank);
    v.set(2);
    CHECK(source.data.front() == 2 && source.data.back() == 2);
    CHECK(v.norm(NORM_1) == 2.0 * static_cast<double>(n));
    std::fill(source.data.begin(), source.data.end(), 1.0);
    CHECK(v.norm(NORM_1) == static_cast<double>(n));
    Vector moved(std::move(v));
    CHECK(v.vec() == nullptr && moved.sum() == static_cast<double>(n));
    CHECK(released == 0);
    Source other;
    Vector target(MPI_COMM_WORLD, other.array());
    target = std::move(moved);
    CHECK(released == 1 && target.data() == source.data.data());
  }
  CHECK(released == 2);

  Vec kept = nullptr;
  {
    Vector v(MPI_COMM_WORLD, source.array());
    kept = v.vec();
    CHECK(PetscObjectReference(reinterpret_cast<PetscObject>(kept)) == 0);
  }
  CHECK_MSG(released == 2, "the array lives as long as PETSc refers to the Vec");
  PetscReal norm = 0;
  CHECK(VecNorm(kept, NORM_INFINITY, &norm) == 0 && norm == 1);
  CHECK(VecDestroy(&kept) == 0);
  CHECK(released == 3);

  {
    Vector v(MPI_COMM_WORLD, source.array());
    v.drop();
    CHECK_MSG(released == 4, "a dropped Vec gives the array back at once");
    garbage_cleanup(MPI_COMM_WORLD);
  }
  CHECK(released == 4);
}

// As most programs hold arrays.
void owned_arrays() {
  auto memory = std::make_shared<std::vector<double>>(3, 1.0);
  const int rank = dap::comm_rank(MPI_COMM_WORLD), size = dap::comm_size(MPI_COMM_WORLD);
  dap::Array section = dap::Builder(memory->data()).block(3 * size, size, rank).keep(memory).build();
  {
    const Vector v(MPI_COMM_WORLD, std::move(section));
    CHECK(!section && v.data() == memory->data() && v.sum() == 3.0 * size);
  }
  CHECK(memory.use_count() == 1);
  const auto lent = operand(dap::Builder(memory->data()).block(3 * size, size, rank).keep(memory).build());
  CHECK(lent->data() == memory->data() && memory.use_count() == 2);

  if (size == 1) return;
  std::vector<double> longer(4);
  dap_dim overlapping = dap::BlockMap::even(3 * size, size).dim(rank);
  if (rank == 0) ++overlapping.stop;
  CHECK_ERROR("ERR_DISTRIBUTION", "do not meet",
              Vector(MPI_COMM_WORLD, dap::Builder(longer.data()).dimension(overlapping).build()));
  CHECK_ERROR("ERR_DISTRIBUTION", "owned twice",
              Vector(MPI_COMM_WORLD, dap::Builder(memory->data())
                                         .unstructured(3 * size, size, rank, std::vector<int>{0, 1, 2}, false)
                                         .build()));
}

// PETSc itself would end the program. `why` says how we came to be without it.
void without_petsc(const std::string& why) {
  const auto refused = [&](auto use) {
    try {
      use();
      CHECK_MSG(false, why + ": nothing thrown");
    } catch (const dap::petsc::Error& error) {
      CHECK_MSG(error.code() == "ERR_PETSC" && error.petsc_code() == PETSC_ERR_ORDER, why);
      CHECK_MSG(std::string(error.what()).find("make a dap::petsc::Session first") != std::string::npos, why);
    }
  };
  double cell = 0;
  auto kept = std::make_shared<int>(0);
  refused([&] { Vector(MPI_COMM_WORLD, dap::Builder(&cell).whole(1).keep(kept).build()); });
  CHECK_MSG(kept.use_count() == 1, why + ": the array is released");
  refused([] { Vector::create(MPI_COMM_WORLD, {1, {}}); });
  refused([&] {
    Matrix::from_triplets(MPI_COMM_WORLD, dap::Builder(&cell).whole(1).build().get(), dap::Triplets{});
  });
  refused([] { Matrix::from_file(MPI_COMM_WORLD, "a.mtx"); });
  refused([] { Options("-ksp_type cg"); });
  refused([] { export_vector(nullptr); });
  refused([] { garbage_cleanup(MPI_COMM_WORLD); });
}

void refusals() {
  Source source;
  released = 0;
  dap_array wrong = source.array();
  if (source.rank == source.size - 1) wrong.dtype.bits = 32;
  CHECK_ERROR("ERR_DTYPE", "float32", Vector(MPI_COMM_WORLD, std::move(wrong)));
  CHECK_MSG(released == 1, "the array is released on every rank");
  CHECK_ERROR("ERR_USE_AFTER_FREE", "released", Vector(MPI_COMM_WORLD, std::move(wrong)));

  // Nothing touches the memory before the size is checked.
  Source huge;
  huge.dim.dist_type = 'b';
  huge.dim.size = (int64_t{1} << 31) * huge.size;
  huge.dim.start = (int64_t{1} << 31) * huge.rank;
  huge.dim.stop = huge.dim.start + (int64_t{1} << 31);
  huge.extent = int64_t{1} << 31;
  if (sizeof(PetscInt) == 4)
    CHECK_ERROR("ERR_UNSUPPORTED", "64-bit-indices", Vector(MPI_COMM_WORLD, huge.array()));

  CHECK_ERROR("ERR_FILE", "missing.mtx", Matrix::from_file(MPI_COMM_WORLD, "missing.mtx"));
  CHECK_ERROR("ERR_SHAPE", "[3, 3]",
              Matrix::from_triplets(MPI_COMM_WORLD, source.array(), dap::Triplets{3, 3, {}, {}, {}}));
  CHECK_ERROR("ERR_ARGUMENT", "'cg'", Options("-ksp_type gmres cg"));
}

void solvers() {
  Source exact, rhs, solution;
  const int64_t n = n_each * exact.size;
  for (int64_t k = 0; k < n_each; ++k)
    exact.data[static_cast<size_t>(k)] = static_cast<double>(exact.global(k) % 7);
  const auto matrix =
      Matrix::from_triplets(MPI_COMM_WORLD, exact.array(), tridiagonal(n, exact.rank, exact.size));
  const Vector x(MPI_COMM_WORLD, exact.array());
  Vector b(MPI_COMM_WORLD, rhs.array()), u(MPI_COMM_WORLD, solution.array());
  matrix.apply(x, b);
  for (int64_t k = 0; k < n_each; ++k) {
    const int64_t i = exact.global(k);
    const auto value = [n](int64_t j) { return j < 0 || j >= n ? 0.0 : static_cast<double>(j % 7); };
    CHECK(std::fabs(rhs.data[static_cast<size_t>(k)] - (2.1 * value(i) - value(i - 1) - value(i + 1))) <
          1e-12);
  }

  Solver solver(matrix, Options("-ksp_type cg -pc_type jacobi -ksp_rtol 1e-12"));
  const Result result = solver.solve(b, u);
  CHECK(result.converged && result.reason == "CONVERGED_RTOL");
  CHECK(result.history.size() == static_cast<size_t>(result.iterations) + 1);
  CHECK(matrix.residual_norm(b, u) < 1e-8);
  for (size_t k = 0; k < solution.data.size(); ++k) CHECK(std::fabs(solution.data[k] - exact.data[k]) < 1e-8);

  released = 0;
  const Result again = solver.solve(operand(rhs.array()), operand(solution.array()));
  CHECK_MSG(released == 2, "operands are released after the solve");
  CHECK(again.history == result.history);

  std::vector<double> norms;
  Solver moved(std::move(solver));
  moved.solve(b, u, [&](int64_t iteration, double norm) {
    CHECK(iteration == static_cast<int64_t>(norms.size()));
    norms.push_back(norm);
  });
  CHECK(norms == result.history);
  Monitor failing;
  if (exact.rank == exact.size - 1)
    failing = [](int64_t iteration, double) {
      if (iteration == 2) throw std::length_error("stop");
    };
  bool own = false;
  try {
    moved.solve(b, u, failing);
    CHECK_MSG(false, "nothing thrown");
  } catch (const std::length_error&) {
    own = true;
  } catch (const dap::Error& error) {
    CHECK(std::string(error.what()).find("stop") != std::string::npos);
  }
  CHECK(own == (exact.rank == exact.size - 1));
  CHECK(moved.solve(b, u).history == result.history);

  CHECK_ERROR("ERR_PETSC_OPTIONS", "-ksp_tpye", Solver(matrix, Options("-ksp_tpye cg")));
  Options none;
  none.set("ksp_type", "cg").set("-ksp_no_such_flag");
  CHECK_ERROR("ERR_PETSC_OPTIONS", "-ksp_no_such_flag", Solver(matrix, none));
  CHECK_ERROR("ERR_ARGUMENT", "overlap", moved.solve(b, b));
  try {
    Solver bad(matrix, Options("-pc_type nonsense"));
    CHECK_MSG(false, "nothing thrown");
  } catch (const dap::petsc::Error& error) {
    CHECK(error.petsc_code() == PETSC_ERR_ARG_UNKNOWN_TYPE);
    if (exact.rank == 0) CHECK(!error.frames().empty() && error.frames().front().function == "PCSetType");
  }
}

}  // namespace
}  // namespace test

int main(int argc, char** argv) {
  CHECK_ERROR("ERR_MPI", "not running", dap::petsc::initialize());
  CHECK_ERROR("ERR_MPI", "call MPI_Init first", dap::agree(MPI_COMM_WORLD, [] {}));
  test::without_petsc("before MPI");
  MPI_Init(&argc, &argv);
  test::speaker = "rank " + std::to_string(dap::comm_rank(MPI_COMM_WORLD)) + ": ";
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  test::without_petsc("before the session");
  {
    const dap::petsc::Session session;
    { const dap::petsc::Session nested; }  // its end is not PETSc's
    dap::petsc::initialize();
    test::vectors();
    test::owned_arrays();
    test::refusals();
    test::solvers();
  }
  CHECK(!dap::petsc::active());
  test::without_petsc("after the session");
  CHECK_ERROR("ERR_UNSUPPORTED", "cannot be started again", dap::petsc::initialize());
  int totals[2] = {test::tally.checks, test::tally.failures};
  MPI_Allreduce(MPI_IN_PLACE, totals, 2, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  if (dap::comm_rank(MPI_COMM_WORLD) == 0) std::printf("%d checks, %d failures\n", totals[0], totals[1]);
  MPI_Finalize();
  return totals[1] == 0 ? 0 : 1;
}
