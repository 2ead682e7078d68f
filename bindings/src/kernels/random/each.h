// Elements whose distributions differ, because the parameters are arrays.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "kernels/random/philox.h"

namespace distarray::random {

// A parameter of every element of a piece: 8 bytes each; `strides` in bytes per dimension, 0 broadcasts.
struct Operand {
  const std::byte* data;
  std::vector<std::ptrdiff_t> strides;
};

using Operands = std::array<Operand, 2>;

// Makes the element with a flat index out of its two parameters: doubles, for integers 64-bit integers.
using Sample =
    std::function<void(uint64_t flat, const std::byte* first, const std::byte* second, std::byte* out)>;

// How integers are meant.
struct IntegerRange {
  bool has_endpoint, is_unsigned;
};

// Makes the same elements as make_kernel does for one distribution of all. Empty when there is no such
// distribution for elements of `item` bytes. What it returns throws ERR_ARGUMENT for low above high.
Sample make_sample(const std::string& name, size_t item, const Source& source, IntegerRange range);

// Fills a piece; is told the flat indices of its elements, row-major, by Walk.
class Each {
 public:
  // `extents` of the piece.
  Each(Sample sample, size_t item, Operands operands, std::vector<uint64_t> extents, std::byte* out)
      : _sample(std::move(sample)),
        _item(item),
        _operands(std::move(operands)),
        _extents(std::move(extents)),
        _index(_extents.size(), 0),
        _out(out) {}
  void operator()(uint64_t first, uint64_t count) { gather(first, 1, count); }
  void gather(uint64_t first, uint64_t step, uint64_t count);

 private:
  void advance();

  Sample _sample;
  size_t _item;
  Operands _operands;  // those of the next element
  std::vector<uint64_t> _extents, _index;
  std::byte* _out;
};

}  // namespace distarray::random
