#include "plate.hpp"

#include <algorithm>
#include <cmath>

#include "problem.hpp"

Plate::Plate(MPI_Comm comm, int64_t rows, int64_t cols) : _comm(comm), _rows(rows), _cols(cols) {
  MPI_Comm_rank(comm, &_rank);
  MPI_Comm_size(comm, &_ranks);
  const int64_t each = (rows + _ranks - 1) / _ranks;
  _first_row = std::min(rows, _rank * each);
  _own_rows = std::min(rows, _first_row + each) - _first_row;
  _cells = std::make_shared<std::vector<double>>((_own_rows + 2) * cols, wall);
}

void Plate::exchange() {
  const int above = _rank > 0 ? _rank - 1 : MPI_PROC_NULL;
  const int below = _rank < _ranks - 1 ? _rank + 1 : MPI_PROC_NULL;
  const auto n = static_cast<int>(_cols);
  MPI_Sendrecv(row(0), n, MPI_DOUBLE, above, 0, row(_own_rows), n, MPI_DOUBLE, below, 0, _comm,
               MPI_STATUS_IGNORE);
  MPI_Sendrecv(row(_own_rows - 1), n, MPI_DOUBLE, below, 1, row(-1), n, MPI_DOUBLE, above, 1, _comm,
               MPI_STATUS_IGNORE);
}

void Plate::step() {
  exchange();
  std::vector<double> above(row(-1), row(0)), here(above.size());  // as they were before the step
  for (int64_t i = 0; i < _own_rows; ++i) {
    std::copy(row(i), row(i) + _cols, here.begin());
    const double* below = row(i + 1);
    for (int64_t j = 0; j < _cols; ++j) {
      const double left = j > 0 ? here[j - 1] : wall, right = j < _cols - 1 ? here[j + 1] : wall;
      row(i)[j] = here[j] + rate * (above[j] + below[j] + left + right - 4 * here[j]) +
                  heater(_first_row + i, j, _rows, _cols);
    }
    std::swap(above, here);
  }
}

double Plate::hottest() const {
  double most = *std::max_element(row(0), row(_own_rows));
  MPI_Allreduce(MPI_IN_PLACE, &most, 1, MPI_DOUBLE, MPI_MAX, _comm);
  return most;
}

double Plate::norm() const {
  double sum = 0;
  std::for_each(row(0), row(_own_rows), [&](double cell) { sum += cell * cell; });
  MPI_Allreduce(MPI_IN_PLACE, &sum, 1, MPI_DOUBLE, MPI_SUM, _comm);
  return std::sqrt(sum);
}

std::vector<double> Plate::gather() const {
  const auto mine = static_cast<int>(own_cells());
  std::vector<int> counts(_ranks), starts(_ranks);
  MPI_Gather(&mine, 1, MPI_INT, counts.data(), 1, MPI_INT, 0, _comm);
  for (int r = 1; r < _ranks; ++r) starts[r] = starts[r - 1] + counts[r - 1];
  std::vector<double> all(_rank == 0 ? _rows * _cols : 0);
  MPI_Gatherv(row(0), mine, MPI_DOUBLE, all.data(), counts.data(), starts.data(), MPI_DOUBLE, 0, _comm);
  return all;
}
