// States of a row that are not adjacent in memory, in buffers as long as one row after the other goes to
// them.
#pragma once
#include <vector>

#include "kernels/copy.h"
#include "kernels/program.h"

namespace distarray::kernels {

class StateRow {
 public:
  // The adjacent states that stand for the n states at `state`; what stood for others is written back.
  void* const* hold(const ReductionStep& step, const std::vector<void*>& state, std::int64_t n,
                    std::int64_t tile) {
    if (state == _state && n == _n) return _held.data();
    write_back(step);
    _state = state;
    _n = n;
    _memory.resize(step.state.size());
    _held.clear();
    for (std::size_t c = 0; c < step.state.size(); ++c) {
      const Operand& memory = step.state[c];
      // In numbers of 16 bytes, which is what the largest elements want to be aligned to.
      _memory[c].resize(static_cast<std::size_t>((memory.item * tile + 15) / 16));
      auto* held = reinterpret_cast<std::byte*>(_memory[c].data());
      gather(static_cast<const std::byte*>(state[c]), memory.strides.back(), memory.item, n, held);
      _held.push_back(held);
    }
    return _held.data();
  }

  void write_back(const ReductionStep& step) {
    for (std::size_t c = 0; c < _state.size(); ++c)
      scatter(static_cast<const std::byte*>(_held[c]), static_cast<std::byte*>(_state[c]),
              step.state[c].strides.back(), step.state[c].item, _n);
    _state.clear();
  }

 private:
  struct alignas(16) Item {
    std::byte bytes[16];
  };
  std::vector<std::vector<Item>> _memory;
  std::vector<void*> _held, _state;
  std::int64_t _n = 0;
};

}  // namespace distarray::kernels
