// checks.hpp - what the program claims, rank by rank.
#pragma once
#include <mpi.h>

#include <cstdio>
#include <string>

// Prints one line per claim on rank 0 and remembers whether all held.
class Checks {
 public:
  explicit Checks(MPI_Comm comm) : _comm(comm) { MPI_Comm_rank(comm, &_rank); }

  // Does `holds` hold on every rank? Collective.
  bool operator()(bool holds, const std::string& claim) {
    int all = holds;
    MPI_Allreduce(MPI_IN_PLACE, &all, 1, MPI_INT, MPI_LAND, _comm);
    if (_rank == 0) std::printf("%s  %s\n", all ? "yes" : "NO ", claim.c_str());
    _all_hold = _all_hold && all;
    return all;
  }
  bool all_hold() const { return _all_hold; }

 private:
  MPI_Comm _comm;
  int _rank = 0;
  bool _all_hold = true;
};
