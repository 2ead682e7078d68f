// Native memory for blocks: 64-byte aligned, reference-counted, and reused without page faults.
//
// Freed memory waits in a free list of its size class (four classes per power of two) and serves the next
// request of that class as it is, with its pages resident. The lists of all classes together keep at most
// `pool_limit` bytes (a sixteenth of the machine's memory, or DISTARRAY_POOL_BYTES); past that the longest
// waiting memory goes back to the operating system. Nothing here knows JavaScript or communicates; all
// functions are thread-safe.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace distarray {

// One piece of memory in use. `bytes` is what was asked for; `capacity` is the size class.
struct Allocation {
  void* base = nullptr;
  size_t bytes = 0;
  size_t capacity = 0;
  uint64_t freed_at = 0;             // position in the order of freeing, while it waits in the pool
  std::atomic<int> holders{0};       // ArrayBuffers and pins
  std::atomic<bool> charged{false};  // told to the garbage collector as held outside any ArrayBuffer
};

struct PoolStatistics {
  size_t live_bytes = 0, live_blocks = 0, peak_bytes = 0;
  size_t hits = 0, misses = 0;
  size_t pooled_bytes = 0, pool_limit = 0;
};

// Memory of at least `bytes` with one holder, or nullptr when there is none to be had. Its content is
// unspecified, or zero on request; with DISTARRAY_CHECK=1 it is filled with NaNs (bytes 0xff) and so is freed
// memory.
Allocation* allocate(size_t bytes, bool zero);

void add_holder(Allocation* allocation);
// Returns true when this was the last holder; then the memory went back to the pool.
bool drop_holder(Allocation* allocation);

// Give all waiting memory back to the operating system.
void trim_pool();
PoolStatistics pool_statistics();

// A holder as a value: keeps an allocation until destroyed.
class Pin {
 public:
  Pin() = default;
  explicit Pin(Allocation* allocation) : _allocation(allocation) { add_holder(allocation); }
  Pin(Pin&& other) noexcept : _allocation(std::exchange(other._allocation, nullptr)) {}
  Pin(const Pin&) = delete;
  Pin& operator=(const Pin&) = delete;
  Pin& operator=(Pin&&) = delete;
  ~Pin() { release(); }

  explicit operator bool() const { return _allocation != nullptr; }

  // Returns how many bytes to tell the garbage collector are gone: those of a charged allocation that nobody
  // holds.
  size_t release() {
    if (!_allocation) return 0;
    Allocation* allocation = std::exchange(_allocation, nullptr);
    const size_t charged = allocation->charged ? allocation->bytes : 0;
    return drop_holder(allocation) ? charged : 0;
  }

 private:
  Allocation* _allocation = nullptr;
};

}  // namespace distarray
