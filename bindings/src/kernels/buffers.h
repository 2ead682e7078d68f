// Memory of the evaluator for tiles.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace distarray::kernels {

inline constexpr std::int64_t buffer_alignment = 64;

inline std::int64_t round_up(std::int64_t bytes, std::int64_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

// One piece of memory, kept for the next call.
class Buffers {
 public:
  std::byte* of_size(std::int64_t bytes) {
    if (bytes > _bytes) {
      _memory.reset(static_cast<std::byte*>(
          ::operator new(static_cast<std::size_t>(bytes), std::align_val_t(buffer_alignment))));
      _bytes = bytes;
    }
    return _memory.get();
  }

 private:
  struct Delete {
    void operator()(std::byte* memory) const {
      ::operator delete(memory, std::align_val_t(buffer_alignment));
    }
  };
  std::unique_ptr<std::byte, Delete> _memory;
  std::int64_t _bytes = 0;
};

}  // namespace distarray::kernels
