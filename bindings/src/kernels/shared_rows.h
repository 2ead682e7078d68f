// Rows of inputs that several rows of a program read: those of one tile of columns are brought into buffers
// once.
#pragma once
#include <vector>

#include "kernels/program.h"

namespace distarray::kernels {

class SharedRows {
 public:
  // Chooses inputs as long as their rows fit. `is_loaded` tells the inputs that need a buffer.
  SharedRows(const Program& program, const std::vector<bool>& is_loaded, std::int64_t tile);

  // Forget the rows: another tile of columns begins.
  void next_columns() { ++_columns; }

  // Where the row of an input at `index` belongs, and whether it has to be brought there; null for an input
  // that was not chosen.
  std::byte* row(int input, const std::vector<std::int64_t>& index, bool& is_missing) {
    Rows& rows = _rows[at(input)];
    if (rows.memory == nullptr) return nullptr;
    std::int64_t number = 0;
    for (std::size_t d = 0; d + 1 < index.size(); ++d) number += rows.steps[d] * index[d];
    std::int64_t& columns = rows.columns[static_cast<std::size_t>(number)];
    is_missing = columns != _columns;
    columns = _columns;
    return rows.memory + number * rows.bytes;
  }

 private:
  struct Rows {
    std::byte* memory = nullptr;
    std::int64_t bytes = 0;             // of a row
    std::vector<std::int64_t> steps;    // from a row to the next, by dimension
    std::vector<std::int64_t> columns;  // that each row holds
  };
  std::vector<Rows> _rows;
  std::int64_t _columns = 0;
};

}  // namespace distarray::kernels
