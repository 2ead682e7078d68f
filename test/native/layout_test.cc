#include <algorithm>
#include <dap/layout.hpp>
#include <dap/vector_data.hpp>
#include <memory>

#include "check.hpp"
#include "groups.hpp"
#include "random_array.hpp"

namespace test {
namespace {

const MPI_Comm comm = MPI_COMM_WORLD;

void compare_with_enumeration(Random& random) {
  const int rank = dap::comm_rank(comm), ranks = dap::comm_size(comm);
  const RandomArray whole(random, ranks);
  RandomSection section(whole, rank);
  const auto layout = dap::Layout::create(comm, section.array, {nullptr, dap::check_vector});
  const std::string name = whole.name();

  std::vector<int64_t> truth(static_cast<size_t>(whole.size()), -1), own;
  int64_t at = 0;
  for (int r = 0; r < ranks; ++r) {
    CHECK_MSG(layout->ranges()[static_cast<size_t>(r)] == at, name);
    if (r == rank) {
      own = whole.own(r);
      CHECK_MSG(layout->offset() == at && layout->n_local() == static_cast<int64_t>(own.size()), name);
    }
    for (const int64_t flat : whole.own(r)) {
      CHECK_MSG(layout->owner(at) == r, name);
      truth[static_cast<size_t>(flat)] = at++;
    }
  }
  CHECK_MSG(layout->n_global() == at && at == whole.size(), name);

  // A random number of random questions on each rank, none on some; repeated ones too.
  Random mine(static_cast<unsigned>(below(random, 1 << 20) + rank));
  std::vector<int64_t> asked(whole.size() ? static_cast<size_t>(below(mine, 3) * below(mine, 40)) : 0);
  for (auto& flat : asked) flat = below(mine, whole.size());
  for (size_t e = 1; e < asked.size(); e += 3) asked[e] = asked[e - 1];
  std::vector<int64_t> got(asked.size());
  layout->to_library(asked.data(), got.data(), asked.size());
  for (size_t e = 0; e < asked.size(); ++e) CHECK_MSG(got[e] == truth[static_cast<size_t>(asked[e])], name);

  // Own entries, in place, there and back.
  auto indices = own;
  layout->to_library(indices.data(), indices.data(), indices.size());
  for (size_t e = 0; e < own.size(); ++e)
    CHECK_MSG(indices[e] == layout->offset() + static_cast<int64_t>(e), name);
  layout->to_dap(indices.data(), indices.data(), indices.size());
  CHECK_MSG(indices == own, name);

  const int64_t beyond[] = {whole.size(), -1};
  for (const int64_t bad : beyond) {
    int64_t out = 0;
    const size_t n = rank == ranks - 1;
    CHECK_ERROR("ERR_SELECTION", std::to_string(bad), layout->to_library(&bad, &out, n));
  }
  const int64_t foreign = layout->offset() + layout->n_local();
  int64_t out = 0;
  CHECK_ERROR("ERR_SELECTION", std::to_string(foreign), layout->to_dap(&foreign, &out, 1));
}

// A 1-d array of `ranks` entries, one on each rank, that the caller breaks.
struct OnePerRank {
  int64_t shape = 1, stride = 8, index;
  double value = 0;
  dap_dim dim{};
  dap_array array{};

  explicit OnePerRank(char type) : index(dap::comm_rank(comm)) {
    dim.dist_type = type;
    dim.size = dim.proc_grid_size = dap::comm_size(comm);
    dim.proc_grid_rank = index;
    dim.block_size = 1;
    if (type != 'u') dim.start = index;
    if (type == 'b') dim.stop = index + 1;
    if (type == 'u') {
      dim.index_bits = 64;
      dim.n_indices = 1;
      dim.indices = &index;
    }
    array.version[1] = 10;
    array.ndim = 1;
    array.dtype = {DAP_FLOAT, 64, 1};
    array.device = {DAP_DEVICE_CPU, 0};
    array.byte_order = DAP_ORDER_NATIVE;
    array.data = &value;
    array.shape = &shape;
    array.strides = &stride;
    array.dims = &dim;
    array.release = [](dap_array* self) { self->release = nullptr; };
  }
};

void refuse_what_does_not_fit() {
  const int rank = dap::comm_rank(comm), ranks = dap::comm_size(comm), last = ranks - 1;
  const auto translate = [](const OnePerRank& one) {
    const auto layout = dap::Layout::create(comm, one.array);
    int64_t index = 0;
    layout->to_library(&index, &index, 1);
  };
  {
    OnePerRank one('b');
    one.dim.proc_grid_size = ranks + 1;
    CHECK_ERROR("ERR_DISTRIBUTION", "process grid has " + std::to_string(ranks + 1) + " places",
                dap::Layout::create(comm, one.array));
  }
  {
    OnePerRank one('b');  // wrong on the last rank only, thrown on all
    if (rank == last) one.dim.stop = one.dim.start;
    CHECK_ERROR("ERR_PROTOCOL", "local extent", dap::Layout::create(comm, one.array));
  }
  {
    OnePerRank one('b');
    if (rank == last) one.array.dtype.bits = 32;
    CHECK_ERROR("ERR_DTYPE", "float32", dap::Layout::create(comm, one.array, {nullptr, dap::check_vector}));
  }
  {
    OnePerRank one('c');
    one.dim.block_size = 2;  // each rank has one entry of 2 * ranks - 1 only on the last rank: sizes disagree
    if (rank == last) one.dim.block_size = 1;
    one.dim.size = 2 * ranks - 1;
    one.shape = dap::cyclic_count(one.dim, rank);
    if (ranks > 1) CHECK_ERROR("ERR_DISTRIBUTION", "different arrays", dap::Layout::create(comm, one.array));
  }
  {
    OnePerRank one('u');
    if (rank == last) one.index = ranks;
    CHECK_ERROR("ERR_UNSUPPORTED", "[0, " + std::to_string(ranks) + ") but received " + std::to_string(ranks),
                translate(one));
    if (rank == last) one.index = -4;
    CHECK_ERROR("ERR_UNSUPPORTED", "received -4", translate(one));
  }
  {
    OnePerRank one('u');  // covers one index too few
    one.dim.size = ranks + 1;
    CHECK_ERROR("ERR_DISTRIBUTION", "hold " + std::to_string(ranks) + " entries", translate(one));
  }
  if (ranks == 1) return;  // from here on ranks must contradict each other
  {
    OnePerRank one('u');
    if (rank == last) one.index = 0;
    CHECK_ERROR("ERR_DISTRIBUTION", "Index 0 of dimension 0 is owned twice", translate(one));
  }
  {
    OnePerRank one('b');  // rank 0 and rank 1 exchange their places
    one.dim.proc_grid_rank = rank == 0 ? 1 : rank == 1 ? 0 : rank;
    one.dim.start = one.dim.proc_grid_rank;
    one.dim.stop = one.dim.start + 1;
    CHECK_ERROR("ERR_DISTRIBUTION", "place 1 of the row-major process grid",
                dap::Layout::create(comm, one.array));
  }
  {
    OnePerRank one('b');  // the last block lies one too early
    if (rank == last) one.dim.start = last - 1, one.dim.stop = last;
    CHECK_ERROR("ERR_DISTRIBUTION", "do not meet", translate(one));
  }
  {
    OnePerRank one('b');  // communication padding
    if (rank == last) one.dim.padding[0] = 1;
    CHECK_ERROR("ERR_UNSUPPORTED", "communication padding", dap::Layout::create(comm, one.array));
  }
  {
    // Two dimensions over a grid of 1 x ranks: the ranks disagree about the rows they share.
    OnePerRank one('u');
    const int64_t rows = rank == last ? 1 : 0;
    dap_dim dims[2] = {one.dim, one.dim};
    dims[0].size = 1;
    dims[0].proc_grid_size = 1;
    dims[0].proc_grid_rank = 0;
    dims[0].indices = &rows;
    const int64_t shape[2] = {1, 1}, strides[2] = {8, 8};
    one.array.ndim = 2;
    one.array.dims = dims;
    one.array.shape = shape;
    one.array.strides = strides;
    CHECK_ERROR("ERR_DISTRIBUTION", "sections of it differ", translate(one));
  }
}

// One entry on each of two ranks or more: what the ranks say fits none of them alone.
void refuse_what_is_no_array_together() {
  const int rank = dap::comm_rank(comm), ranks = dap::comm_size(comm), last = ranks - 1;
  if (ranks == 1) return;
  const auto refused = [](const OnePerRank& one, const std::string& text) {
    CHECK_ERROR("ERR_DISTRIBUTION", text, dap::Layout::create(comm, one.array));
  };
  {
    OnePerRank one('b');  // two entries each, and the first of rank 1 is rank 0's as well
    one.dim.size = 2 * ranks;
    one.dim.start = 2 * rank;
    one.dim.stop = one.dim.start + 2;
    if (rank == 0) ++one.dim.stop;
    one.shape = one.dim.stop - one.dim.start;
    refused(one, "do not meet");
  }
  {
    OnePerRank one('b');  // a gap after rank 0
    one.dim.size = ranks + 1;
    if (rank > 0) ++one.dim.start, ++one.dim.stop;
    refused(one, "do not meet");
  }
  {
    OnePerRank one('b');  // the blocks the other way round
    one.dim.start = last - rank;
    one.dim.stop = one.dim.start + 1;
    refused(one, "do not meet");
  }
  for (const bool claimed : {false, true}) {
    OnePerRank one('u');  // index 0 twice, one index on no rank, the total the same
    one.dim.one_to_one = claimed;
    if (rank == last) one.index = 0;
    refused(one, "Index 0 of dimension 0 is owned twice, at grid places 0 and " + std::to_string(last));
  }
  {
    OnePerRank one('u');  // labels: any integers, once
    one.index = 1000003 * (rank % 2 ? rank : -rank);
    CHECK(dap::Layout::create(comm, one.array)->n_global() == ranks);
    if (rank == last) one.index = 0;
    refused(one, "Index 0 of dimension 0 is owned twice");
  }
  const std::string different = "Ranks 0 and " + std::to_string(last) + " describe different arrays";
  {
    OnePerRank one('b');
    one.dim.periodic = rank == last;
    refused(one, different);
  }
  {
    OnePerRank one('u');
    one.dim.one_to_one = rank == last;
    refused(one, different);
  }
  {
    OnePerRank one('b');
    if (rank == last) one.array.version[2] = 1;
    refused(one, different);
  }
}

// The oracle lists what every rank has of a random array whose lists were spoilt, or were not.
void find_what_is_listed_twice(Random& random) {
  const int rank = dap::comm_rank(comm), ranks = dap::comm_size(comm);
  const int64_t n = below(random, 40);
  const bool labels = below(random, 2) == 0;
  std::vector<std::vector<int64_t>> lists(static_cast<size_t>(ranks));
  std::vector<int64_t> all;
  for (int64_t k = 0; k < n; ++k) {
    const bool repeats = k > 0 && below(random, 60) == 0;
    const int64_t index = repeats ? all[static_cast<size_t>(below(random, k))] : labels ? 17 - 5 * k : k;
    all.push_back(index);
    lists[static_cast<size_t>(below(random, ranks))].push_back(index);
  }
  std::sort(all.begin(), all.end());
  const bool once = std::adjacent_find(all.begin(), all.end()) == all.end();
  const auto& mine = lists[static_cast<size_t>(rank)];
  OnePerRank one('u');
  one.dim.size = n;
  one.dim.n_indices = one.shape = static_cast<int64_t>(mine.size());
  one.dim.indices = mine.data();
  if (once)
    CHECK(dap::Layout::create(comm, one.array)->n_global() == n);
  else
    CHECK_ERROR("ERR_DISTRIBUTION", "is owned twice", dap::Layout::create(comm, one.array));
}

void hold_what_keeps_the_array() {
  OnePerRank one('b');
  auto keep = std::make_shared<int>(1);
  auto layout = dap::Layout::create(comm, one.array, {keep, nullptr});
  CHECK(keep.use_count() == 2);
  layout.reset();
  CHECK(keep.use_count() == 1);
}

void blocks() {
  const int64_t ranks = dap::comm_size(comm);
  const int64_t sizes[] = {0, 1, 5, int64_t{1} << 40};
  for (const int64_t n : sizes) {
    const auto layout = dap::Layout::block(comm, n);
    CHECK(layout->n_global() == n && layout->global_shape() == std::vector<int64_t>{n});
    const int64_t length = (n + ranks - 1) / ranks;
    CHECK(layout->offset() == std::min(n, dap::comm_rank(comm) * length));
    CHECK(layout->n_local() == std::min(length, n - layout->offset()));
    if (n == 0) continue;
    int64_t index = n - 1;
    layout->to_library(&index, &index, 1);
    CHECK(index == n - 1);
  }
}

// 10^6 x 10^6 entries in 2-d blocks of columns: 64-bit indices, and no memory in the number of entries.
void large() {
  const int64_t n = 1000000, ranks = dap::comm_size(comm), rank = dap::comm_rank(comm);
  dap_dim dims[2] = {};
  dims[0] = {'c', 0, 0, 0, 0, n, 1, 0, 0, 0, {0, 0}, 1, 0, nullptr};
  dims[1] = {'b',    0, 0, 0,      0, n, ranks, rank, n * rank / ranks, n * (rank + 1) / ranks,
             {0, 0}, 1, 0, nullptr};
  const int64_t shape[2] = {n, dims[1].stop - dims[1].start}, strides[2] = {shape[1] * 8, 8};
  dap_array array{};
  array.version[1] = 10;
  array.ndim = 2;
  array.shape = shape;
  array.strides = strides;
  array.dims = dims;
  array.release = [](dap_array* self) { self->release = nullptr; };
  const auto layout = dap::Layout::create(comm, array);
  CHECK(layout->n_global() == n * n);
  const int64_t row = 999999, col = dims[1].stop - 1;
  int64_t index = row * n + col;
  layout->to_library(&index, &index, 1);
  CHECK(index == layout->offset() + layout->n_local() - 1);
  layout->to_dap(&index, &index, 1);
  CHECK(index == row * n + col);
}

}  // namespace

void layout() {
  Random random(20240229);
  for (int trial = 0; trial < 150; ++trial) compare_with_enumeration(random);
  refuse_what_does_not_fit();
  refuse_what_is_no_array_together();
  for (int trial = 0; trial < 60; ++trial) find_what_is_listed_twice(random);
  hold_what_keeps_the_array();
  blocks();
  large();
}

}  // namespace test
