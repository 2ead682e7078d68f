#include <cmath>
#include <dap/assemble.hpp>
#include <map>

#include "check.hpp"
#include "groups.hpp"
#include "random_array.hpp"

namespace test {
namespace {

const MPI_Comm comm = MPI_COMM_WORLD;

struct Entry {
  int64_t i, j;
  double v;
};

// Compare with a dense sum. The entries are dealt to the ranks at random, twice: the sums must be the same
// bits.
void compare_with_sum(Random& random) {
  const int rank = dap::comm_rank(comm), ranks = dap::comm_size(comm);
  const RandomArray row_array(random, ranks), col_array(random, ranks);
  RandomSection row_section(row_array, rank), col_section(col_array, rank);
  const auto rows = dap::Layout::create(comm, row_section.array);
  const auto cols = dap::Layout::create(comm, col_section.array);
  const int64_t m = rows->n_global(), n = cols->n_global();
  std::vector<Entry> entries;
  if (m > 0 && n > 0)
    for (int64_t k = 0; k < 100; ++k)
      entries.push_back({below(random, std::min<int64_t>(m, 20)), below(random, std::min<int64_t>(n, 5)),
                         static_cast<double>(below(random, 2001) - 1000) / 7});
  dap::Csr previous;
  for (int deal = 0; deal < 2; ++deal) {
    dap::Triplets mine;
    mine.rows = m;
    mine.cols = n;
    for (const Entry& entry : entries)
      if (below(random, ranks) == rank) mine.push(entry.i, entry.j, entry.v);
    std::map<std::pair<int64_t, int64_t>, double> dense;
    std::vector<int64_t> i, j;
    for (const Entry& entry : entries) i.push_back(entry.i), j.push_back(entry.j);
    rows->to_library(i.data(), i.data(), i.size());
    cols->to_library(j.data(), j.data(), j.size());
    for (size_t k = 0; k < entries.size(); ++k)
      if (rows->owner(i[k]) == rank) dense[{i[k], j[k]}] += entries[k].v;

    const dap::Csr csr = dap::assemble(*rows, *cols, mine);
    CHECK(csr.row_start.size() == static_cast<size_t>(rows->n_local()) + 1);
    CHECK(csr.cols.size() == dense.size() && csr.values.size() == dense.size());
    for (int64_t row = 0; row < rows->n_local(); ++row)
      for (auto at = static_cast<size_t>(csr.row_start[row]);
           at < static_cast<size_t>(csr.row_start[row + 1]); ++at) {
        const auto found = dense.find({rows->offset() + row, csr.cols[at]});
        CHECK(found != dense.end() && std::abs(found->second - csr.values[at]) < 1e-10);
        if (at > static_cast<size_t>(csr.row_start[row])) CHECK(csr.cols[at] > csr.cols[at - 1]);
      }
    if (deal == 1) CHECK(csr.values == previous.values && csr.cols == previous.cols);
    previous = csr;
  }
}

}  // namespace

void assembly() {
  Random random(31);
  for (int trial = 0; trial < 40; ++trial) compare_with_sum(random);

  const auto layout = dap::Layout::block(comm, 4);
  dap::Triplets entries;
  entries.rows = entries.cols = 4;
  const bool last = dap::comm_rank(comm) == dap::comm_size(comm) - 1;
  if (last) entries.push(1, 2, 0);
  CHECK(dap::assemble(*layout, entries).values.size() ==
        (layout->owner(1) == dap::comm_rank(comm) ? 1u : 0u));
  if (last) entries.push(1, 4, 1);
  CHECK_ERROR("ERR_SELECTION", "[0, 4) but received 4", dap::assemble(*layout, entries));
  if (last) entries.v.pop_back();
  CHECK_ERROR("ERR_SHAPE", "2, 2 and 1", dap::assemble(*layout, entries));
  entries.cols = 5;
  CHECK_ERROR("ERR_SHAPE", "4 x 5", dap::assemble(*layout, entries));
}

}  // namespace test
