#include <dap/agree.hpp>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

#include "check.hpp"
#include "groups.hpp"

namespace test {

void agreement() {
  const MPI_Comm comm = MPI_COMM_WORLD;
  const int rank = dap::comm_rank(comm), last = dap::comm_size(comm) - 1;
  CHECK(dap::agree(comm, [&] { return rank * 2; }) == rank * 2);

  // Only the last rank fails; the fields reach all ranks.
  const std::vector<std::string> frames = {"first", "", "third"};
  bool caught = false;
  try {
    dap::agree(comm, [&] {
      if (rank == last)
        throw dap::Error("ERR_SHAPE", "too long")
            .with("extent", 7)
            .with("part", std::string("rows"))
            .with("frames", frames);
    });
  } catch (const dap::Error& error) {
    caught = true;
    CHECK(error.code() == "ERR_SHAPE");
    CHECK(error.what() ==
          (rank == last ? std::string("too long") : "rank " + std::to_string(last) + ": too long"));
    CHECK(error.numbers() == std::vector<std::pair<std::string, double>>{{"extent", 7.0}});
    CHECK(error.strings() == std::vector<std::pair<std::string, std::string>>{{"part", "rows"}});
    CHECK(error.lists() == std::vector<std::pair<std::string, std::vector<std::string>>>{{"frames", frames}});
  }
  CHECK(caught);

  // All fail, each in its own way: the lowest rank's word counts.
  CHECK_ERROR("ERR_DTYPE", "rank of trouble 0", dap::agree(comm, [&] {
                throw dap::Error(rank == 0 ? "ERR_DTYPE" : "ERR_SHAPE",
                                 "rank of trouble " + std::to_string(rank));
              }));
  CHECK_ERROR("ERR_UNSUPPORTED", "Not enough memory", dap::agree(comm, [&] {
                if (rank == last) throw std::bad_alloc();
              }));

  // Exceptions of other types stay what they are where they were thrown.
  std::string seen;
  try {
    dap::agree(comm, [&]() -> int { return rank == last ? throw std::range_error("odd") : 1; });
  } catch (const std::range_error& error) {
    seen = std::string("own ") + error.what();
  } catch (const dap::Error& error) {
    seen = error.code() + " " + error.what();
  }
  CHECK(seen ==
        (rank == last ? std::string("own odd") : "ERR_ARGUMENT rank " + std::to_string(last) + ": odd"));

  int value = 0;
  CHECK_ERROR("ERR_MPI", "MPI_Bcast failed", DAP_MPI_CHECK(MPI_Bcast, &value, 1, MPI_INT, last + 1, comm));
}

}  // namespace test
