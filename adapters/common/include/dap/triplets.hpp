// dap/triplets.hpp - a sparse matrix as its entries.
#pragma once
#include <cstdint>
#include <dap/error.hpp>
#include <string>
#include <vector>

namespace dap {

// Entry k is v[k] at row i[k], column j[k], both counted from 0. Each rank holds any part of the matrix;
// entries at one place add up.
struct Triplets {
  int64_t rows = 0, cols = 0;  // of the whole matrix
  std::vector<int64_t> i, j;
  std::vector<double> v;

  void push(int64_t row, int64_t col, double value) {
    i.push_back(row);
    j.push_back(col);
    v.push_back(value);
  }
};

// Refuse a matrix that is not n by n, n being the size of the array it is for. Not collective.
inline void check_square(const Triplets& entries, int64_t n) {
  if (entries.rows != n || entries.cols != n)
    throw Error("ERR_SHAPE", "Expected a matrix with a row and a column for each of the " +
                                 std::to_string(n) + " entries of the array but received one of shape [" +
                                 std::to_string(entries.rows) + ", " + std::to_string(entries.cols) + "]");
}

}  // namespace dap
