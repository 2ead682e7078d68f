// Tests of adapters/trilinos/include/dap/trilinos/export*.hpp. Usage: mpiexec -n P trilinos_export_test
#include <Epetra_LocalMap.h>
#include <Epetra_Map.h>
#include <Epetra_MpiComm.h>

#include <algorithm>
#include <dap/trilinos/create.hpp>
#include <dap/trilinos/epetra_vector.hpp>
#include <dap/trilinos/export.hpp>
#include <dap/trilinos/export_epetra.hpp>
#include <dap/trilinos/session.hpp>
#include <dap/trilinos/vector.hpp>
#include <numeric>
#include <utility>
#include <vector>

#include "check.hpp"

namespace test {
namespace {

namespace tri = dap::trilinos;
using Teuchos::RCP;
using Teuchos::rcp;
using tri::export_vector;
using tri::TpetraMap;
using tri::TpetraVector;

const MPI_Comm world = MPI_COMM_WORLD;
using Indices = std::vector<long long>;

RCP<const Teuchos::Comm<int>> teuchos() {
  return tri::Space::of(world)->teuchos();
}

// Lengths with nothing on some ranks: 0, 3, 1, 4, 2, 0, 3, ...
int64_t length_of(int rank) {
  return 3 * rank % 5;
}

int64_t sum_before(int rank) {
  int64_t sum = 0;
  for (int r = 0; r < rank; ++r) sum += length_of(r);
  return sum;
}

RCP<const TpetraMap> contiguous_map(long long base) {
  const auto mine = static_cast<size_t>(length_of(dap::comm_rank(world)));
  return rcp(new TpetraMap(Teuchos::OrdinalTraits<Tpetra::global_size_t>::invalid(), mine, base, teuchos()));
}

RCP<const TpetraMap> listed_map(const Indices& indices) {
  return rcp(new TpetraMap(Teuchos::OrdinalTraits<Tpetra::global_size_t>::invalid(),
                           Teuchos::ArrayView<const long long>(indices.data(), indices.size()), 0,
                           teuchos()));
}

// 30 indices dealt in turn, rank 0 having them in falling order; the last of more than two ranks has none.
Indices dealt() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world), dealers = size > 2 ? size - 1 : size;
  Indices indices;
  for (int i = rank; i < 30 && rank < dealers; i += dealers) indices.push_back(i);
  if (rank == 0) std::reverse(indices.begin(), indices.end());
  return indices;
}

// Each rank's ten indices and the first of the next rank's.
Indices overlapping() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world);
  Indices indices(10);
  std::iota(indices.begin(), indices.end(), 10 * rank);
  if (rank < size - 1) indices.push_back(10 * rank + 10);
  std::reverse(indices.begin(), indices.end());
  return indices;
}

template <class Vector>
const double* entries_of(const RCP<Vector>& vector) {
  return vector->getLocalViewHost(Tpetra::Access::ReadOnly).data();
}

void contiguous() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world);
  for (const long long base : {0, 1}) {
    auto vector = rcp(new TpetraVector(contiguous_map(base)));
    dap_array array = export_vector(vector);
    const dap_dim& dim = array.dims[0];
    CHECK(array.data == entries_of(vector));
    CHECK(array.version[1] == 10 && array.ndim == 1 && array.flags == 0 && array.extension == nullptr);
    CHECK(array.dtype.code == DAP_FLOAT && array.dtype.bits == 64 && array.byte_order == DAP_ORDER_NATIVE);
    CHECK(array.shape[0] == length_of(rank) && array.strides[0] == sizeof(double));
    CHECK(dim.dist_type == 'b' && dim.size == sum_before(size) && dim.start == sum_before(rank));
    CHECK(dim.stop == sum_before(rank + 1) && dim.proc_grid_size == size && dim.proc_grid_rank == rank);
    CHECK_MSG((dap::check_section(array), true), "the adapters accept it");
    dap_release(&array);
    CHECK(dap_is_released(&array));
  }
  auto uniform = rcp(new TpetraVector(rcp(new TpetraMap(size + 1, 0, teuchos()))));
  dap_array array = export_vector(uniform);
  CHECK(array.dims[0].size == size + 1 && array.shape[0] == (rank == 0 ? 2 : 1));
  CHECK(array.dims[0].start == (rank == 0 ? 0 : rank + 1));
  dap_release(&array);
  auto nothing = rcp(new TpetraVector(rcp(new TpetraMap(0, 0, teuchos()))));
  array = export_vector(nothing);
  CHECK(array.dims[0].size == 0 && array.dims[0].proc_grid_size == size && array.shape[0] == 0);
  dap_release(&array);
}

void listed() {
  const int size = dap::comm_size(world);
  const Indices mine = dealt();
  const auto map = listed_map(mine);
  auto vector = rcp(new TpetraVector(map));
  dap_array array = export_vector(vector);
  const dap_dim& dim = array.dims[0];
  CHECK(dim.dist_type == 'u' && dim.size == 30 && dim.one_to_one == 1 && dim.index_bits == 64);
  CHECK(dim.n_indices == static_cast<int64_t>(mine.size()) && array.shape[0] == dim.n_indices);
  CHECK(dim.indices == map->getNodeElementList().getRawPtr());
  CHECK(std::equal(mine.begin(), mine.end(), static_cast<const long long*>(dim.indices)));
  CHECK(array.data == entries_of(vector));
  dap_release(&array);

  auto shared = rcp(new TpetraVector(listed_map(overlapping())));
  array = export_vector(shared);
  CHECK(array.dims[0].dist_type == 'u' && array.dims[0].size == 11 * size - 1);
  CHECK(array.dims[0].one_to_one == (size == 1));
  dap_release(&array);
}

void replicated() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world);
  auto vector = rcp(new TpetraVector(rcp(new TpetraMap(6, 0, teuchos(), Tpetra::LocallyReplicated))));
  const Epetra_MpiComm comm(world);
  auto epetra = rcp(new Epetra_Vector(Epetra_LocalMap(6, 0, comm)));
  for (dap_array array : {export_vector(vector), export_vector(epetra)}) {
    const dap_dim& dim = array.dims[0];
    CHECK(dim.dist_type == 'b' && dim.size == 6 && dim.start == 0 && dim.stop == 6);
    CHECK(dim.proc_grid_size == 1 && dim.proc_grid_rank == 0);
    if (size == 1) {
      CHECK(array.extension == nullptr);
    } else {
      CHECK(array.extension->n_replicated == 1 && array.extension->partial == DAP_PARTIAL_NONE);
      CHECK(array.extension->replicated[0].proc_grid_size == size);
      CHECK(array.extension->replicated[0].proc_grid_rank == rank);
    }
    dap_release(&array);
  }
}

void writes() {
  auto vector = rcp(new TpetraVector(listed_map(dealt())));
  vector->putScalar(2);
  dap_array array = export_vector(vector);
  auto* entries = static_cast<double*>(array.data);
  const auto all = [&](double value) {
    return std::all_of(entries, entries + array.shape[0], [=](double entry) { return entry == value; });
  };
  CHECK(all(2));
  CHECK(vector->norm1() == 60);
  std::fill(entries, entries + array.shape[0], 3.0);
  CHECK(vector->norm1() == 90);
  vector->scale(2);
  CHECK(all(6));
  dap_release(&array);
  array = export_vector(RCP<const TpetraVector>(vector));
  CHECK(array.flags == DAP_FLAG_READ_ONLY && array.data == entries_of(vector));
  dap_release(&array);
  {
    tri::Vector other(world, export_vector(rcp(new TpetraVector(contiguous_map(0)))));
    other.set(4);
    CHECK(other.norm_inf() == (other.global_size() > 0 ? 4 : 0));
  }
}

void other_scalars() {
  auto integers = rcp(new Tpetra::Vector<long long, int, long long>(listed_map(dealt())));
  dap_array array = export_vector(integers);
  CHECK(array.dtype.code == DAP_INT && array.dtype.bits == 64 && array.strides[0] == 8);
  dap_release(&array);
}

void lifetime() {
  auto map = listed_map(dealt());
  auto vector = rcp(new TpetraVector(map));
  vector->putScalar(5);
  const auto weak_vector = vector.create_weak();
  const auto weak_map = map.create_weak();
  dap_array one = export_vector(vector), two = export_vector(vector);
  vector = Teuchos::null;
  map = Teuchos::null;
  CHECK(weak_vector.strong_count() == 2);
  dap_release(&one);
  CHECK(weak_vector.strong_count() == 1 && weak_map.strong_count() > 0);
  const auto* entries = static_cast<const double*>(two.data);
  CHECK(std::all_of(entries, entries + two.shape[0], [](double entry) { return entry == 5; }));
  if (dap::comm_rank(world) == 0) {  // nobody else takes part
    dap_release(&two);
    CHECK(weak_vector.strong_count() == 0 && weak_map.strong_count() == 0);
  }
  MPI_Barrier(world);
  dap_release(&two);
}

void epetra() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world);
  const Epetra_MpiComm comm(world);
  const auto linear = Epetra_Map(-1LL, static_cast<int>(length_of(rank)), 1LL, comm);
  auto vector = rcp(new Epetra_Vector(linear));
  dap_array array = export_vector(vector);
  CHECK(array.data == vector->Values() || array.shape[0] == 0);
  CHECK(array.dims[0].dist_type == 'b' && array.dims[0].size == sum_before(size));
  CHECK(array.dims[0].start == sum_before(rank) && array.dims[0].stop == sum_before(rank + 1));
  auto* entries = static_cast<double*>(array.data);
  std::fill(entries, entries + array.shape[0], 2.0);
  double norm = 0;
  vector->Norm1(&norm);
  CHECK(norm == 2 * static_cast<double>(sum_before(size)));
  {
    tri::EpetraVector other(world, std::move(array));
    other.scale(2);
  }
  vector->Norm1(&norm);
  CHECK(norm == 4 * static_cast<double>(sum_before(size)));

  const Indices mine = dealt(), more = overlapping();
  const auto n = static_cast<int>(mine.size());
  const std::vector<int> narrow(mine.begin(), mine.end());
  auto wide_vector = rcp(new Epetra_Vector(Epetra_Map(-1LL, n, mine.data(), 0LL, comm)));
  auto narrow_vector = rcp(new Epetra_Vector(Epetra_Map(-1, n, narrow.data(), 0, comm)));
  for (const bool wide : {false, true}) {
    const auto& source = wide ? wide_vector : narrow_vector;
    const auto weak = source.create_weak();
    array = export_vector(source);
    const dap_dim& dim = array.dims[0];
    CHECK(dim.dist_type == 'u' && dim.size == 30 && dim.one_to_one == 1 && dim.n_indices == n);
    CHECK(dim.index_bits == (wide ? 64 : 32));
    for (int i = 0; i < n; ++i)
      CHECK((wide ? static_cast<const long long*>(dim.indices)[i]
                  : static_cast<const int*>(dim.indices)[i]) == mine[static_cast<size_t>(i)]);
    if (wide)
      wide_vector = Teuchos::null;
    else
      narrow_vector = Teuchos::null;
    CHECK(weak.strong_count() == 1);
    dap_release(&array);
    CHECK(weak.strong_count() == 0);
  }
  auto shared =
      rcp(new Epetra_Vector(Epetra_Map(-1LL, static_cast<int>(more.size()), more.data(), 0LL, comm)));
  array = export_vector(RCP<const Epetra_Vector>(shared));
  CHECK(array.dims[0].size == 11 * size - 1 && array.dims[0].one_to_one == (size == 1));
  CHECK(array.flags == DAP_FLAG_READ_ONLY);
  dap_release(&array);
  auto blocks = rcp(new Epetra_Vector(Epetra_BlockMap(4LL * size, 2, 0LL, comm)));
  CHECK_ERROR("ERR_UNSUPPORTED", "blocks", export_vector(blocks));
}

// Vectors that the adapter asks Trilinos for.
void created() {
  const int rank = dap::comm_rank(world), size = dap::comm_size(world);
  const auto local = tri::create_vector(world, dap::Sizes{length_of(rank), {}});
  CHECK(local->consecutive() && local->offset() == sum_before(rank));
  CHECK(local->local_size() == length_of(rank) && local->global_size() == sum_before(size));
  CHECK(local->norm() == 0 && local->data() == entries_of(rcp(&local->tpetra(), false)));
  const auto split = tri::create_vector(world, dap::Sizes{{}, 3 * size});
  CHECK(split->local_size() == 3 && split->global_size() == 3 * size);
  const auto linear = tri::create_epetra_vector(world, dap::Sizes{length_of(rank), sum_before(size)});
  CHECK(linear->consecutive() && linear->offset() == sum_before(rank));
  linear->set(2);
  CHECK(linear->norm_one() == 2 * static_cast<double>(sum_before(size)));

  const Indices mine = dealt();
  const auto listed = tri::create_vector(world, mine);
  const auto listed_epetra = tri::create_epetra_vector(world, mine);
  CHECK(!listed->consecutive() && !listed_epetra->consecutive());
  CHECK(listed->array().dims[0].dist_type == 'u' && listed_epetra->array().dims[0].dist_type == 'u');
  listed->set(3);
  CHECK(listed->sum() == 90);
  dap_array shared = dap::share(listed->operand());
  CHECK(shared.data == listed->data() && shared.dims[0].size == 30);
  dap_release(&shared);

  const bool last = rank == size - 1;
  CHECK_ERROR("ERR_SHAPE", "neither", tri::create_vector(world, dap::Sizes{}));
  CHECK_ERROR("ERR_SHAPE", "at least 0", tri::create_vector(world, dap::Sizes{last ? -1 : 1, {}}));
  CHECK_ERROR("ERR_SHAPE", "add up to 5", tri::create_epetra_vector(world, dap::Sizes{8, 5}));
  CHECK_ERROR("ERR_SELECTION", "twice", tri::create_vector(world, last ? Indices{4, 9, 4} : Indices{}));
  CHECK_ERROR("ERR_SELECTION", "at least 0", tri::create_epetra_vector(world, Indices{last ? -1 : rank}));
  if (size > 1) {
    dap::Sizes some;
    some.global = 8;
    if (last) some.local = 8;
    CHECK_ERROR("ERR_SHAPE", "on all", tri::create_vector(world, some));
    CHECK_ERROR("ERR_SHAPE", "one global size", tri::create_vector(world, dap::Sizes{{}, last ? 8 : 9}));
  }
}

}  // namespace
}  // namespace test

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  dap_array late[2] = {};
  {
    const dap::trilinos::Session session;
    test::contiguous();
    test::listed();
    test::replicated();
    test::writes();
    test::other_scalars();
    test::lifetime();
    test::epetra();
    test::created();
    const auto indices = test::dealt();
    const auto tpetra = dap::trilinos::create_vector(MPI_COMM_WORLD, indices);
    const auto epetra = dap::trilinos::create_epetra_vector(MPI_COMM_WORLD, indices);
    tpetra->set(7);
    epetra->set(7);
    late[0] = dap::share(tpetra->operand());
    late[1] = dap::share(epetra->operand());
  }
  const int rank = dap::comm_rank(MPI_COMM_WORLD);
  int totals[2] = {test::tally.checks, test::tally.failures};
  MPI_Allreduce(MPI_IN_PLACE, totals, 2, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  MPI_Finalize();
  // Longer than Trilinos and MPI: the memory stays, and its release is no error.
  for (dap_array& array : late) {
    if (array.shape[0] > 0 && *static_cast<double*>(array.data) != 7) return 2;
    dap_release(&array);
    if (!dap_is_released(&array)) return 2;
  }
  if (rank == 0) std::printf("%d checks, %d failures\n", totals[0], totals[1]);
  return totals[1] == 0 ? 0 : 1;
}
