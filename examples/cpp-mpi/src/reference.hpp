// reference.hpp - the file in which heat_serial leaves what the parallel program must find, too.
#pragma once
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

struct Reference {
  int64_t rows = 0, cols = 0, steps = 0;
  std::vector<double> stepped, steady;  // [rows, cols] after the steps, and in the end
};

inline bool read_reference(const std::string& path, Reference& reference) {
  std::ifstream file(path);
  file >> reference.rows >> reference.cols >> reference.steps;
  if (!file) return false;
  for (auto* cells : {&reference.stepped, &reference.steady}) {
    cells->resize(static_cast<size_t>(reference.rows * reference.cols));
    for (double& cell : *cells) file >> cell;
  }
  return static_cast<bool>(file);
}

inline bool write_reference(const std::string& path, const Reference& reference) {
  std::ofstream file(path);
  file.precision(17);
  file << reference.rows << ' ' << reference.cols << ' ' << reference.steps << '\n';
  for (const auto* cells : {&reference.stepped, &reference.steady})
    for (const double cell : *cells) file << cell << '\n';
  return static_cast<bool>(file.flush());
}
