#include "kernels/random/filler.h"

#include <algorithm>
#include <cstring>

namespace distarray::random {
namespace {

template <size_t item>
void place(const std::byte* made, const uint32_t* places, size_t n, std::byte* out) {
  for (size_t i = 0; i < n; ++i) std::memcpy(out + i * item, made + places[i] * item, item);
}

}  // namespace

void Filler::operator()(uint64_t first, uint64_t count) {
  const uint64_t per_block = uint64_t{1} << _kernel.shift();
  const uint64_t to_boundary = std::min(count, (per_block - first % per_block) % per_block);
  if (count - to_boundary >= per_block * tile) {
    gather(first, 1, to_boundary);
    finish();
    const uint64_t direct = whole_tiles(first + to_boundary, count - to_boundary);
    first += to_boundary + direct;
    count -= to_boundary + direct;
  }
  gather(first, 1, count);
}

void Filler::gather(uint64_t first, uint64_t step, uint64_t count) {
  const unsigned shift = _kernel.shift();
  const uint64_t within = (uint64_t{1} << shift) - 1;
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t flat = first + i * step, block = flat >> shift;
    if (_waiting_blocks == 0 || _blocks[_waiting_blocks - 1] != block || _waiting == most) {
      if (_waiting_blocks == tile || _waiting == most) finish();
      _blocks[_waiting_blocks++] = block;
    }
    _places[_waiting++] = static_cast<uint32_t>(((_waiting_blocks - 1) << shift) | (flat & within));
  }
}

uint64_t Filler::whole_tiles(uint64_t first, uint64_t count) {
  const unsigned shift = _kernel.shift();
  const uint64_t per_tile = uint64_t{tile} << shift, tiles = count / per_tile;
  for (uint64_t t = 0; t < tiles; ++t) {
    for (size_t i = 0; i < tile; ++i) _blocks[i] = (first >> shift) + t * tile + i;
    _kernel.make(_blocks.data(), tile, _out);
    _out += per_tile * _kernel.item();
  }
  return tiles * per_tile;
}

void Filler::finish() {
  if (_waiting == 0) return;
  // The room for whole vectors holds some block, whose elements nobody takes.
  const size_t padded = (_waiting_blocks + block_multiple - 1) / block_multiple * block_multiple;
  std::fill(_blocks.begin() + _waiting_blocks, _blocks.begin() + padded, uint64_t{0});
  _kernel.make(_blocks.data(), _waiting_blocks, _made.data());
  switch (_kernel.item()) {
    case 1:
      place<1>(_made.data(), _places.data(), _waiting, _out);
      break;
    case 2:
      place<2>(_made.data(), _places.data(), _waiting, _out);
      break;
    case 4:
      place<4>(_made.data(), _places.data(), _waiting, _out);
      break;
    default:
      place<8>(_made.data(), _places.data(), _waiting, _out);
  }
  _out += _waiting * _kernel.item();
  _waiting = _waiting_blocks = 0;
}

}  // namespace distarray::random
