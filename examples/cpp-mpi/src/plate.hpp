// plate.hpp - the plate on MPI ranks. Each rank has some whole rows of cells and a ghost row above and below.
// Nothing in plate.hpp and plate.cc knows of distarray: this is the program as it was.
#pragma once
#include <mpi.h>

#include <cstdint>
#include <memory>
#include <vector>

class Plate {
 public:
  // `rows` x `cols` cells, all as warm as the wall: ceil(rows / ranks) rows on each rank, the last has the
  // rest. There must be one for each rank.
  Plate(MPI_Comm comm, int64_t rows, int64_t cols);

  MPI_Comm comm() const { return _comm; }
  int rank() const { return _rank; }
  int ranks() const { return _ranks; }
  int64_t rows() const { return _rows; }
  int64_t cols() const { return _cols; }
  int64_t first_row() const { return _first_row; }  // of this rank
  int64_t own_rows() const { return _own_rows; }
  int64_t own_cells() const { return _own_rows * _cols; }

  // The cells of one row of this rank; rows -1 and own_rows() are the ghosts. Rows follow each other in
  // memory.
  double* row(int64_t i) { return _cells->data() + (i + 1) * _cols; }
  const double* row(int64_t i) const { return _cells->data() + (i + 1) * _cols; }
  // Who owns the memory.
  std::shared_ptr<const std::vector<double>> memory() const { return _cells; }

  // Get the neighbours' edge rows into the ghost rows. At the edge of the plate a ghost row is the wall.
  // Collective.
  void exchange();
  // One explicit step in time, in place. Collective.
  void step();

  // Of all ranks' cells, on every rank. Collective.
  double hottest() const;
  double norm() const;
  // All cells, row-major, on rank 0; nothing elsewhere. Collective.
  std::vector<double> gather() const;

 private:
  MPI_Comm _comm;
  int _rank = 0, _ranks = 1;
  int64_t _rows, _cols, _first_row = 0, _own_rows = 0;
  std::shared_ptr<std::vector<double>> _cells;  // [own_rows + 2, cols]
};
