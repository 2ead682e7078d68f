#include "memory/system_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <limits>

namespace distarray {
namespace {

constexpr size_t alignment = 64;
constexpr size_t mapped_from = size_t{1} << 20;  // from here on mmap: goes back to the system as a whole
constexpr size_t huge_page = size_t{2} << 20;    // from twice this on, ask for huge pages
constexpr size_t largest = size_t{1} << 56;

// A mapping that starts at a multiple of `align`, which is a multiple of the page size.
void* map_aligned(size_t capacity, size_t align) {
  const size_t padded = capacity + align;
  void* raw = mmap(nullptr, padded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (raw == MAP_FAILED) return nullptr;
  const auto start = reinterpret_cast<uintptr_t>(raw);
  const uintptr_t aligned = (start + align - 1) / align * align;
  if (aligned > start) munmap(raw, aligned - start);
  const size_t tail = start + padded - (aligned + capacity);
  if (tail > 0) munmap(reinterpret_cast<void*>(aligned + capacity), tail);
  return reinterpret_cast<void*>(aligned);
}

}  // namespace

size_t size_class(size_t bytes) {
  if (bytes <= alignment) return alignment;
  if (bytes > largest) return 0;
  size_t power = alignment;
  while (power * 2 <= bytes) power *= 2;
  const size_t step = power >= 4 * alignment ? power / 4 : alignment;
  return (bytes + step - 1) / step * step;
}

void* take_from_system(size_t capacity) {
  if (capacity < mapped_from) return std::aligned_alloc(alignment, capacity);
  if (capacity < 2 * huge_page) return map_aligned(capacity, 4096);
  void* base = map_aligned(capacity, huge_page);
  if (base) madvise(base, capacity, MADV_HUGEPAGE);  // only advice: kernels without huge pages refuse it
  return base;
}

void give_to_system(void* base, size_t capacity) {
  if (capacity < mapped_from)
    std::free(base);
  else
    munmap(base, capacity);
}

bool arrives_zeroed(size_t capacity) {
  return capacity >= mapped_from;
}

size_t default_pool_limit() {
  if (const char* text = std::getenv("DISTARRAY_POOL_BYTES")) return std::strtoull(text, nullptr, 10);
  return static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<size_t>(sysconf(_SC_PAGE_SIZE)) / 16;
}

}  // namespace distarray
