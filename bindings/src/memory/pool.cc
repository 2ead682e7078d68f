#include "memory/pool.h"

#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>

#include "memory/system_memory.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(base, bytes) (static_cast<void>(base), static_cast<void>(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(base, bytes) (static_cast<void>(base), static_cast<void>(bytes))
#endif

namespace distarray {
namespace {

struct Pool {
  std::mutex mutex;
  std::map<size_t, std::deque<Allocation*>> free;  // by capacity; the most recently freed is last
  uint64_t frees = 0;
  PoolStatistics statistics;

  Pool() { statistics.pool_limit = default_pool_limit(); }
};

// Never destroyed: finalizers of the environment may still return memory while the process ends.
Pool& pool() {
  static auto* instance = new Pool;
  return *instance;
}

bool checking() {
  static const bool on = [] {
    const char* text = std::getenv("DISTARRAY_CHECK");
    return text != nullptr && std::strcmp(text, "1") == 0;
  }();
  return on;
}

void destroy(Allocation* allocation) {
  ASAN_UNPOISON_MEMORY_REGION(allocation->base, allocation->capacity);
  give_to_system(allocation->base, allocation->capacity);
  delete allocation;
}

// The caller holds the mutex.
void evict_oldest() {
  auto oldest = pool().free.end();
  for (auto it = pool().free.begin(); it != pool().free.end(); ++it)
    if (oldest == pool().free.end() || it->second.front()->freed_at < oldest->second.front()->freed_at)
      oldest = it;
  Allocation* allocation = oldest->second.front();
  oldest->second.pop_front();
  if (oldest->second.empty()) pool().free.erase(oldest);
  pool().statistics.pooled_bytes -= allocation->capacity;
  destroy(allocation);
}

Allocation* from_pool(size_t capacity) {
  const std::lock_guard<std::mutex> lock(pool().mutex);
  const auto list = pool().free.find(capacity);
  if (list == pool().free.end()) return nullptr;
  Allocation* allocation = list->second.back();
  list->second.pop_back();
  if (list->second.empty()) pool().free.erase(list);
  pool().statistics.pooled_bytes -= capacity;
  return allocation;
}

Allocation* from_system(size_t capacity) {
  void* base = take_from_system(capacity);
  if (!base) {
    trim_pool();
    base = take_from_system(capacity);
  }
  if (!base) return nullptr;
  auto* allocation = new Allocation;
  allocation->base = base;
  allocation->capacity = capacity;
  return allocation;
}

void count_live(const Allocation& allocation, bool hit) {
  const std::lock_guard<std::mutex> lock(pool().mutex);
  auto& s = pool().statistics;
  (hit ? s.hits : s.misses) += 1;
  s.live_bytes += allocation.bytes;
  s.live_blocks += 1;
  if (s.live_bytes > s.peak_bytes) s.peak_bytes = s.live_bytes;
}

void return_to_pool(Allocation* allocation) {
  if (checking()) std::memset(allocation->base, 0xff, allocation->bytes);
  ASAN_POISON_MEMORY_REGION(allocation->base, allocation->capacity);
  const std::lock_guard<std::mutex> lock(pool().mutex);
  auto& s = pool().statistics;
  s.live_bytes -= allocation->bytes;
  s.live_blocks -= 1;
  if (allocation->capacity > s.pool_limit) return destroy(allocation);
  allocation->freed_at = pool().frees++;
  pool().free[allocation->capacity].push_back(allocation);
  s.pooled_bytes += allocation->capacity;
  while (s.pooled_bytes > s.pool_limit) evict_oldest();
}

}  // namespace

Allocation* allocate(size_t bytes, bool zero) {
  const size_t capacity = size_class(bytes);
  if (capacity == 0) return nullptr;
  Allocation* allocation = from_pool(capacity);
  const bool hit = allocation != nullptr;
  if (!hit) allocation = from_system(capacity);
  if (!allocation) return nullptr;
  allocation->bytes = bytes;
  allocation->charged = false;
  allocation->holders = 1;
  ASAN_POISON_MEMORY_REGION(allocation->base, capacity);
  ASAN_UNPOISON_MEMORY_REGION(allocation->base, bytes);
  if (zero && (hit || !arrives_zeroed(capacity))) std::memset(allocation->base, 0, bytes);
  if (!zero && checking()) std::memset(allocation->base, 0xff, bytes);
  count_live(*allocation, hit);
  return allocation;
}

void add_holder(Allocation* allocation) {
  ++allocation->holders;
}

bool drop_holder(Allocation* allocation) {
  if (--allocation->holders > 0) return false;
  return_to_pool(allocation);
  return true;
}

void trim_pool() {
  const std::lock_guard<std::mutex> lock(pool().mutex);
  for (auto& [capacity, list] : pool().free)
    for (Allocation* allocation : list) destroy(allocation);
  pool().free.clear();
  pool().statistics.pooled_bytes = 0;
}

PoolStatistics pool_statistics() {
  const std::lock_guard<std::mutex> lock(pool().mutex);
  return pool().statistics;
}

}  // namespace distarray
