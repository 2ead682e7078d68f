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
  // By capacity; the most recently freed is last. Lists stay when they become empty: one is needed again
  // soon.
  std::map<size_t, std::deque<Allocation*>> free;
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
  std::deque<Allocation*>* oldest = nullptr;
  for (auto& [capacity, list] : pool().free)
    if (!list.empty() && (!oldest || list.front()->freed_at < oldest->front()->freed_at)) oldest = &list;
  Allocation* allocation = oldest->front();
  oldest->pop_front();
  pool().statistics.pooled_bytes -= allocation->capacity;
  destroy(allocation);
}

// The caller holds the mutex.
void count_live(size_t bytes, bool hit) {
  auto& s = pool().statistics;
  (hit ? s.hits : s.misses) += 1;
  s.live_bytes += bytes;
  s.live_blocks += 1;
  if (s.live_bytes > s.peak_bytes) s.peak_bytes = s.live_bytes;
}

// Counts it as live with `bytes`.
Allocation* from_pool(size_t capacity, size_t bytes) {
  const std::lock_guard<std::mutex> lock(pool().mutex);
  const auto list = pool().free.find(capacity);
  if (list == pool().free.end() || list->second.empty()) return nullptr;
  Allocation* allocation = list->second.back();
  list->second.pop_back();
  pool().statistics.pooled_bytes -= capacity;
  count_live(bytes, true);
  return allocation;
}

// As from_pool.
Allocation* from_system(size_t capacity, size_t bytes) {
  void* base = take_from_system(capacity);
  if (!base) {
    trim_pool();
    base = take_from_system(capacity);
  }
  if (!base) return nullptr;
  auto* allocation = new Allocation;
  allocation->base = base;
  allocation->capacity = capacity;
  const std::lock_guard<std::mutex> lock(pool().mutex);
  count_live(bytes, false);
  return allocation;
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
  Allocation* allocation = from_pool(capacity, bytes);
  const bool hit = allocation != nullptr;
  if (!hit) allocation = from_system(capacity, bytes);
  if (!allocation) return nullptr;
  allocation->bytes = bytes;
  allocation->charged = false;
  allocation->holders = 1;
  ASAN_POISON_MEMORY_REGION(allocation->base, capacity);
  ASAN_UNPOISON_MEMORY_REGION(allocation->base, bytes);
  if (zero && (hit || !arrives_zeroed(capacity))) std::memset(allocation->base, 0, bytes);
  if (!zero && checking()) std::memset(allocation->base, 0xff, bytes);
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
