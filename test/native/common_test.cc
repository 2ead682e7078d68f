// Tests of the headers in adapters/common/include/dap. Usage: mpiexec -n P common_test SCRATCH_FOLDER
#include <dap/mpi_check.hpp>
#include <string>

#include "check.hpp"
#include "groups.hpp"

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  test::speaker = "rank " + std::to_string(dap::comm_rank(MPI_COMM_WORLD)) + ": ";
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  if (argc != 2) {
    std::fprintf(stderr, "usage: common_test SCRATCH_FOLDER\n");
    MPI_Abort(MPI_COMM_WORLD, 2);
  }
  test::agreement();
  test::vector_data();
  test::exchange();
  test::layout();
  test::matrix_market(argv[1]);
  test::assembly();
  int totals[2] = {test::tally.checks, test::tally.failures};
  MPI_Allreduce(MPI_IN_PLACE, totals, 2, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  if (dap::comm_rank(MPI_COMM_WORLD) == 0) std::printf("%d checks, %d failures\n", totals[0], totals[1]);
  MPI_Finalize();
  return totals[1] == 0 ? 0 : 1;
}
