// Tests of adapters/petsc/include/dap/petsc/export.hpp. Usage: mpiexec -n P petsc_export_test
#include <algorithm>
#include <dap/petsc/export.hpp>
#include <dap/petsc/vector.hpp>
#include <utility>
#include <vector>

#include "check.hpp"

// Exported by the library but declared in private headers only.
PETSC_EXTERN PetscErrorCode PetscObjectStateGet(PetscObject, PetscObjectState*);

namespace test {
namespace {

using dap::petsc::export_vector;
using dap::petsc::Vector;

const MPI_Comm world = MPI_COMM_WORLD;

// Lengths with nothing on some ranks: 0, 3, 1, 4, 2, 0, 3, ...
PetscInt length_of(int rank) {
  return 3 * rank % 5;
}

Vec make_vec() {
  Vec vec = nullptr;
  CHECK(VecCreateMPI(world, length_of(dap::comm_rank(world)), PETSC_DETERMINE, &vec) == 0);
  return vec;
}

int destroyed = 0;

// Count the Vec's end in `destroyed`.
void watch(Vec vec) {
  PetscContainer container = nullptr;
  PetscContainerCreate(PETSC_COMM_SELF, &container);
  PetscContainerSetUserDestroy(container, [](void*) {
    ++destroyed;
    return dap::petsc::success;
  });
  PetscContainerSetPointer(container, &destroyed);
  PetscObjectCompose(reinterpret_cast<PetscObject>(vec), "watch", reinterpret_cast<PetscObject>(container));
  PetscContainerDestroy(&container);
}

double norm_of(Vec vec) {
  PetscReal norm = -1;
  CHECK(VecNorm(vec, NORM_1, &norm) == 0);
  return norm;
}

void description() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world);
  Vec vec = make_vec();
  dap_array array = export_vector(vec);
  int64_t start = 0, total = 0;
  for (int r = 0; r < size; ++r) {
    if (r < rank) start += length_of(r);
    total += length_of(r);
  }
  const dap_dim& dim = array.dims[0];
  CHECK(array.version[0] == 0 && array.version[1] == 10 && array.version[2] == 0 && array.ndim == 1);
  CHECK(array.dtype.code == DAP_FLOAT && array.dtype.bits == 64 && array.dtype.lanes == 1);
  CHECK(array.byte_order == DAP_ORDER_NATIVE && array.layout == DAP_LAYOUT);
  CHECK(array.device.type == DAP_DEVICE_CPU && array.flags == 0 && array.extension == nullptr);
  CHECK(array.shape[0] == length_of(rank) && array.strides[0] == sizeof(double));
  CHECK(dim.dist_type == 'b' && dim.size == total && dim.start == start);
  CHECK(dim.stop == start + length_of(rank) && dim.proc_grid_size == size && dim.proc_grid_rank == rank);
  const PetscScalar* entries = nullptr;
  VecGetArrayRead(vec, &entries);
  CHECK(array.data == entries);
  VecRestoreArrayRead(vec, &entries);
  CHECK_MSG((dap::check_section(array), true), "the adapters accept it");
  dap_release(&array);
  CHECK(dap_is_released(&array) && array.private_data == nullptr);
  dap_release(&array);
  VecDestroy(&vec);
}

void writes() {
  Vec vec = make_vec();
  VecSet(vec, 1);
  PetscInt n = 0;
  VecGetSize(vec, &n);
  dap_array array = export_vector(vec);
  auto* entries = static_cast<double*>(array.data);
  CHECK(std::all_of(entries, entries + array.shape[0], [](double entry) { return entry == 1; }));
  CHECK(norm_of(vec) == n);  // which PETSc remembers
  std::fill(entries, entries + array.shape[0], 2.0);
  PetscObjectState before = 0, after = 0;
  PetscObjectStateGet(reinterpret_cast<PetscObject>(vec), &before);
  dap::petsc::touch(vec);
  PetscObjectStateGet(reinterpret_cast<PetscObject>(vec), &after);
  CHECK(after > before);
  CHECK(norm_of(vec) == 2 * n);
  std::fill(entries, entries + array.shape[0], 3.0);
  dap_release(&array);
  CHECK(norm_of(vec) == 3 * n);
  {
    Vector other(world, export_vector(vec));  // any consumer of the protocol
    other.scale(2);
    CHECK(other.global_size() == n);
  }
  CHECK(norm_of(vec) == 6 * n);
  VecDestroy(&vec);
}

// The last reference goes on each rank at another time, and in another order: nothing may communicate.
void lifetime() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world);
  destroyed = 0;
  Vec vec = make_vec();
  VecSet(vec, 5);
  watch(vec);
  dap_array one = export_vector(vec), two = export_vector(vec);
  CHECK(one.data == two.data);
  VecDestroy(&vec);
  CHECK(destroyed == 0);
  if (rank % 2 == 0) std::swap(one, two);
  dap_release(&one);
  CHECK(destroyed == 0);
  const auto* entries = static_cast<const double*>(two.data);
  CHECK(std::all_of(entries, entries + two.shape[0], [](double entry) { return entry == 5; }));
  if (rank == 0) dap_release(&two);
  dap::petsc::garbage_cleanup(world);  // the others still hold it
  if (size > 1) CHECK(destroyed == 0);
  dap_release(&two);
  dap::petsc::garbage_cleanup(world);
  CHECK(destroyed == 1);
}

void locks() {
  Vec vec = make_vec();
  VecLockReadPush(vec);  // does nothing in a PETSc without debugging
  PetscInt lock = 0;
  static_cast<void>(VecLockGet(vec, &lock));
  dap_array array = export_vector(vec);
  CHECK((array.flags == DAP_FLAG_READ_ONLY) == (lock > 0));
  dap_release(&array);
  VecLockReadPop(vec);
  VecDestroy(&vec);
}

void other_types() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world);
  Vec nested[2] = {make_vec(), make_vec()}, nest = nullptr;
  VecCreateNest(world, 2, nullptr, nested, &nest);
  CHECK_ERROR("ERR_UNSUPPORTED", "received type nest", export_vector(nest));
  Vec none = nullptr;
  VecCreate(world, &none);
  CHECK_ERROR("ERR_UNSUPPORTED", "(none yet)", export_vector(none));
  VecDestroy(&none);
  VecDestroy(&nest);
  for (Vec& vec : nested) VecDestroy(&vec);

  const PetscInt ghost = (rank + 1) % size * 2;
  Vec ghosted = nullptr;
  VecCreateGhost(world, 2, PETSC_DETERMINE, 1, &ghost, &ghosted);
  dap_array array = export_vector(ghosted);
  CHECK(array.shape[0] == 2 && array.dims[0].size == 2 * size);
  dap_release(&array);
  VecDestroy(&ghosted);

  std::vector<double> lent(3, 1.5);
  Vec over = nullptr;
  VecCreateMPIWithArray(world, 1, 3, PETSC_DETERMINE, lent.data(), &over);
  array = export_vector(over);
  CHECK(array.data == lent.data());
  dap_release(&array);
  VecDestroy(&over);

  Vec alone = nullptr;
  VecCreateSeq(PETSC_COMM_SELF, 4, &alone);
  array = export_vector(alone);
  CHECK(array.dims[0].proc_grid_size == 1 && array.dims[0].stop == 4);
  dap_release(&array);
  VecDestroy(&alone);
}

// Vectors that the adapter asks PETSc for.
void created() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world);
  PetscInt before = 0, total = 0;
  for (int r = 0; r < size; ++r) (r < rank ? before : total) += length_of(r);
  total += before;
  destroyed = 0;
  {
    Vector vector = Vector::create(world, {length_of(rank), {}});
    watch(vector.vec());
    CHECK(vector.offset() == before && vector.local_size() == length_of(rank));
    CHECK(vector.global_size() == total && vector.norm() == 0);
    dap_array shared = dap::share(vector.operand());
    CHECK(shared.data == vector.data());
    vector.set(2);
    const auto* entries = static_cast<const double*>(shared.data);
    CHECK(std::all_of(entries, entries + shared.shape[0], [](double entry) { return entry == 2; }));
    dap_release(&shared);
    Vector moved = std::move(vector);
    CHECK(moved.norm(NORM_1) == 2 * total);
  }
  CHECK(destroyed == 1);  // at once, where its owner goes: that is collective
  dap_array shared{};
  {
    const Vector vector = Vector::create(world, {{}, 3 * size});
    CHECK(vector.local_size() == 3);
    watch(vector.vec());
    shared = dap::share(vector.operand());
  }
  CHECK(destroyed == 1);
  dap_release(&shared);
  dap::petsc::garbage_cleanup(world);
  CHECK(destroyed == 2);

  const bool last = rank == size - 1;
  CHECK_ERROR("ERR_SHAPE", "neither", Vector::create(world, {}));
  CHECK_ERROR("ERR_SHAPE", "at least 0", Vector::create(world, {{}, last ? -1 : 1}));
  CHECK_ERROR("ERR_SHAPE", "add up to 5", Vector::create(world, {8, 5}));
  if (sizeof(PetscInt) == 4)
    CHECK_ERROR("ERR_UNSUPPORTED", "32-bit", Vector::create(world, {{}, int64_t{1} << 31}));
}

}  // namespace
}  // namespace test

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  dap_array late{};
  {
    const dap::petsc::Session session;
    test::description();
    test::writes();
    test::lifetime();
    test::locks();
    test::other_types();
    test::created();
    Vec vec = test::make_vec();
    VecSet(vec, 7);
    late = dap::petsc::export_vector(vec);
    VecDestroy(&vec);
  }
  CHECK(!dap::petsc::active());
  const int rank = dap::comm_rank(MPI_COMM_WORLD);
  int totals[2] = {test::tally.checks, test::tally.failures};
  MPI_Allreduce(MPI_IN_PLACE, totals, 2, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  MPI_Finalize();
  // Longer than PETSc and MPI: the memory stays, and its release is no error.
  if (late.shape[0] > 0 && *static_cast<double*>(late.data) != 7) return 2;
  dap_release(&late);
  if (!dap_is_released(&late)) return 2;
  if (rank == 0) std::printf("%d checks, %d failures\n", totals[0], totals[1]);
  return totals[1] == 0 ? 0 : 1;
}
