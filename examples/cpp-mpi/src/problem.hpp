// problem.hpp - the plate: what is fixed about it, whoever computes it.
#pragma once
#include <cstdint>

constexpr double wall = 20;   // temperature all around the plate, degrees Celsius
constexpr double rate = 0.2;  // of the explicit step: conductivity * time step / spacing^2, below 0.25

// Heat that a cell receives per step, in degrees: from two heaters, discs on the plate.
inline double heater(int64_t row, int64_t col, int64_t rows, int64_t cols) {
  const auto inside = [&](double y, double x, double radius) {
    const double dy = static_cast<double>(row) / static_cast<double>(rows) - y;
    const double dx = static_cast<double>(col) / static_cast<double>(cols) - x;
    return dy * dy + dx * dx < radius * radius;
  };
  if (inside(0.3, 0.35, 0.12)) return 0.25;
  return inside(0.7, 0.6, 0.2) ? 0.08 : 0;
}
