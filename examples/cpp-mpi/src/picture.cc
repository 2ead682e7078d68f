#include "picture.hpp"

#include <algorithm>
#include <fstream>

#include "problem.hpp"

bool write_picture(const std::string& path, const std::vector<double>& cells, int64_t rows, int64_t cols) {
  const double hottest = std::max(*std::max_element(cells.begin(), cells.end()), wall + 1);
  std::ofstream file(path);
  file << "P2\n" << cols << ' ' << rows << "\n255\n";
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < cols; ++j)
      file << static_cast<int>(255 * (cells[i * cols + j] - wall) / (hottest - wall))
           << (j == cols - 1 ? '\n' : ' ');
  return static_cast<bool>(file.flush());
}
