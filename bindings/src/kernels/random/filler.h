// Fills memory with the elements of runs of flat indices, a tile of blocks at a time.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "kernels/random/blocks.h"

namespace distarray::random {

// Makes elements, 2^shift per block: a pure function of the number of the block.
class Kernel {
 public:
  // What a block makes may have at most 32 bytes.
  Kernel(size_t item, unsigned shift) : _item(item), _shift(shift) {}
  virtual ~Kernel() = default;
  size_t item() const { return _item; }
  unsigned shift() const { return _shift; }
  // blocks [n], out [n << shift]; n rounded up to `block_multiple`.
  virtual void make(const uint64_t* blocks, size_t n, std::byte* out) const = 0;

 private:
  size_t _item;
  unsigned _shift;
};

class Filler {
 public:
  Filler(const Kernel& kernel, std::byte* out) : _kernel(kernel), _out(out) {}
  // The next elements are those with flat indices [first, first + count).
  void operator()(uint64_t first, uint64_t count);
  // The next elements are those with flat indices first, first + step, ...
  void gather(uint64_t first, uint64_t step, uint64_t count);
  // After the last of them.
  void finish();

 private:
  static constexpr size_t tile = 256;                          // blocks
  static constexpr size_t block_bytes = 32, most = tile * 32;  // bytes and elements of a block, of a tile

  uint64_t whole_tiles(uint64_t first, uint64_t count);

  const Kernel& _kernel;
  std::byte* _out;
  // Elements that wait until a tile is full: the blocks that they need, and where they are in what those
  // make.
  std::array<uint64_t, tile> _blocks;
  std::array<uint32_t, most> _places;
  size_t _waiting_blocks = 0, _waiting = 0;
  alignas(64) std::array<std::byte, tile * block_bytes> _made;
};

}  // namespace distarray::random
