// What the oracles share: they read cases from a file and write what a library says of them into another.
#pragma once
#include <mpi.h>

#include <fstream>
#include <vector>

namespace test {

// Write one line of numbers.
inline void write_line(std::ofstream& out, const std::vector<long long>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) out << (i > 0 ? " " : "") << values[i];
  out << "\n";
}

// Write a line for every rank, in rank order, on rank 0. Collective.
inline void write_gathered(std::ofstream& out, MPI_Comm comm, std::vector<long long> values) {
  int rank = 0, ranks = 0, count = static_cast<int>(values.size());
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &ranks);
  if (rank != 0) {
    MPI_Send(values.data(), count, MPI_LONG_LONG, 0, 0, comm);
    return;
  }
  write_line(out, values);
  for (int source = 1; source < ranks; ++source) {
    MPI_Status status;
    MPI_Probe(source, 0, comm, &status);
    MPI_Get_count(&status, MPI_LONG_LONG, &count);
    values.resize(static_cast<std::size_t>(count));
    MPI_Recv(values.data(), count, MPI_LONG_LONG, source, 0, comm, MPI_STATUS_IGNORE);
    write_line(out, values);
  }
}

}  // namespace test
