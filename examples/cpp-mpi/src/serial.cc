// heat_serial - the same plate by other means: one process, no library, steady state by Gauss-Seidel with
// over-relaxation. Usage: heat_serial ROWS COLS STEPS FILE
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "problem.hpp"
#include "reference.hpp"

namespace {

// [rows + 2, cols + 2]: the plate and its wall.
class Grid {
 public:
  Grid(int64_t rows, int64_t cols) : _rows(rows), _cols(cols), _at((rows + 2) * (cols + 2), wall) {}

  double& operator()(int64_t i, int64_t j) { return _at[(i + 1) * (_cols + 2) + j + 1]; }

  Grid stepped() {
    Grid next(_rows, _cols);
    for (int64_t i = 0; i < _rows; ++i)
      for (int64_t j = 0; j < _cols; ++j) {
        Grid& now = *this;
        const double flow = now(i - 1, j) + now(i + 1, j) + now(i, j - 1) + now(i, j + 1) - 4 * now(i, j);
        next(i, j) = now(i, j) + rate * flow + heater(i, j, _rows, _cols);
      }
    return next;
  }

  // Returns the largest change of a cell.
  double relax(double weight) {
    double largest = 0;
    for (int64_t i = 0; i < _rows; ++i)
      for (int64_t j = 0; j < _cols; ++j) {
        Grid& now = *this;
        const double around = now(i - 1, j) + now(i + 1, j) + now(i, j - 1) + now(i, j + 1);
        const double change = weight * ((around + heater(i, j, _rows, _cols) / rate) / 4 - now(i, j));
        now(i, j) += change;
        largest = std::max(largest, std::abs(change));
      }
    return largest;
  }

  std::vector<double> cells() {
    std::vector<double> out;
    for (int64_t i = 0; i < _rows; ++i)
      for (int64_t j = 0; j < _cols; ++j) out.push_back((*this)(i, j));
    return out;
  }

 private:
  int64_t _rows, _cols;
  std::vector<double> _at;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "Usage: heat_serial ROWS COLS STEPS FILE\n");
    return 2;
  }
  Reference reference;
  reference.rows = std::atoll(argv[1]);
  reference.cols = std::atoll(argv[2]);
  reference.steps = std::atoll(argv[3]);
  Grid grid(reference.rows, reference.cols);
  for (int64_t k = 0; k < reference.steps; ++k) grid = grid.stepped();
  reference.stepped = grid.cells();
  const double pi = std::acos(-1.0), extent = static_cast<double>(std::max(reference.rows, reference.cols));
  const double weight = 2 / (1 + std::sin(pi / (extent + 1)));
  while (grid.relax(weight) > 1e-12) continue;
  reference.steady = grid.cells();
  if (write_reference(argv[4], reference)) return 0;
  std::fprintf(stderr, "heat_serial: cannot write %s\n", argv[4]);
  return 1;
}
