#include "memory/block.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "common/addon.h"

namespace distarray {
namespace {

// The hold of one ArrayBuffer on its allocation. It ends at block_free or when the ArrayBuffer is collected,
// whichever comes first; the struct itself lives until V8 has forgotten the ArrayBuffer, a turn after
// detaching.
struct Lease {
  Allocation* allocation = nullptr;  // null once the hold has ended
  void* base = nullptr;
  napi_ref window = nullptr;  // weak, to the ArrayBuffer
};

// Leases that have not ended, by the address at which their ArrayBuffer starts.
struct Leases {
  std::mutex mutex;
  std::unordered_map<void*, Lease*> by_base;
  size_t collected = 0;  // ended by the garbage collector
};

// Never destroyed: finalizers of the environment run while the process ends.
Leases& leases() {
  static auto* instance = new Leases;
  return *instance;
}

void end_lease(napi_env env, Lease* lease) {
  {
    const std::lock_guard<std::mutex> lock(leases().mutex);
    leases().by_base.erase(lease->base);
  }
  Allocation* allocation = lease->allocation;
  lease->allocation = nullptr;
  // V8 counts the bytes of an ArrayBuffer itself, until it is detached. From then on native holders keep
  // them, and the collector, which may reach those through their handles, would not know. Charged before this
  // hold ends, so that a holder that ends meanwhile sees the mark.
  const auto bytes = static_cast<int64_t>(allocation->bytes);
  int64_t total = 0;
  if (allocation->holders > 1 && !allocation->charged.exchange(true))
    napi_adjust_external_memory(env, bytes, &total);
  const bool charged = allocation->charged;
  if (drop_holder(allocation) && charged) napi_adjust_external_memory(env, -bytes, &total);
}

void finalize_lease(napi_env env, void*, void* hint) {
  auto* lease = static_cast<Lease*>(hint);
  if (lease->allocation) {
    end_lease(env, lease);
    const std::lock_guard<std::mutex> lock(leases().mutex);
    ++leases().collected;
  }
  napi_delete_reference(env, lease->window);
  delete lease;
}

// An ArrayBuffer over part of `allocation`; takes a hold of its own.
napi_value make_window(Napi::Env env, Allocation* allocation, size_t offset, size_t bytes) {
  auto* lease = new Lease{allocation, static_cast<std::byte*>(allocation->base) + offset};
  add_holder(allocation);
  napi_value window = nullptr;
  const napi_status status =
      napi_create_external_arraybuffer(env, lease->base, bytes, finalize_lease, lease, &window);
  if (status != napi_ok) {
    drop_holder(allocation);
    delete lease;
    throw NativeError("ERR_UNSUPPORTED",
                      "This JavaScript runtime does not allow ArrayBuffers over native memory (status " +
                          std::to_string(status) + "); run with Node.js 20 or later, not Electron")
        .with("feature", "external ArrayBuffer");
  }
  napi_create_reference(env, window, 0, &lease->window);
  const std::lock_guard<std::mutex> lock(leases().mutex);
  leases().by_base[lease->base] = lease;
  return window;
}

// Memory that no ArrayBuffer shows yet travels as the address of its Allocation.
Allocation* allocation_of(const Napi::Value& value) {
  return reinterpret_cast<Allocation*>(static_cast<uintptr_t>(value.As<Napi::Number>().DoubleValue()));
}

// mmap -> block_take(bytes, zero): number
// Memory with one hold, which block_show or block_release ends. bytes is at least 1.
Napi::Value block_take(const Napi::CallbackInfo& info) {
  const auto bytes = static_cast<size_t>(info[0].As<Napi::Number>().DoubleValue());
  Allocation* allocation = allocate(bytes, info[1].As<Napi::Boolean>());
  if (!allocation)
    throw NativeError("ERR_MEMORY",
                      "Expected memory for a block of " + std::to_string(bytes) +
                          " bytes but the system has none; use more ranks, or free other arrays")
        .with("bytes", static_cast<double>(bytes));
  return Napi::Number::New(info.Env(), static_cast<double>(reinterpret_cast<uintptr_t>(allocation)));
}

// block_show(taken, windowBytes): ArrayBuffer[]
// One buffer for each windowBytes of the block, which lives while one of them holds it.
Napi::Value block_show(const Napi::CallbackInfo& info) {
  Allocation* allocation = allocation_of(info[0]);
  const auto window_bytes = static_cast<size_t>(info[1].As<Napi::Number>().DoubleValue());
  auto windows = Napi::Array::New(info.Env());
  for (size_t offset = 0; offset < allocation->bytes; offset += window_bytes)
    windows.Set(windows.Length(), make_window(info.Env(), allocation, offset,
                                              std::min(window_bytes, allocation->bytes - offset)));
  drop_holder(allocation);
  return windows;
}

// munmap -> block_release(taken): undefined
Napi::Value block_release(const Napi::CallbackInfo& info) {
  drop_holder(allocation_of(info[0]));
  return info.Env().Undefined();
}

// memcpy -> block_read(taken, offset, into: Uint8Array): undefined
Napi::Value block_read(const Napi::CallbackInfo& info) {
  const Allocation* allocation = allocation_of(info[0]);
  const auto offset = static_cast<size_t>(info[1].As<Napi::Number>().DoubleValue());
  auto into = info[2].As<Napi::Uint8Array>();
  if (offset > allocation->bytes || into.ByteLength() > allocation->bytes - offset)
    throw NativeError("ERR_ARGUMENT", "Expected bytes within a block of " +
                                          std::to_string(allocation->bytes) + " but received others");
  std::memcpy(into.Data(), static_cast<const std::byte*>(allocation->base) + offset, into.ByteLength());
  return info.Env().Undefined();
}

// block_fill(taken, item: Uint8Array): undefined
// Writes copies of the item one behind the other; the bytes of the block are a multiple of it.
Napi::Value block_fill(const Napi::CallbackInfo& info) {
  Allocation* allocation = allocation_of(info[0]);
  auto item = info[1].As<Napi::Uint8Array>();
  const size_t length = item.ByteLength();
  if (length == 0 || allocation->bytes % length != 0)
    throw NativeError("ERR_ARGUMENT", "Expected whole items in a block of " +
                                          std::to_string(allocation->bytes) +
                                          " bytes but received items of " + std::to_string(length));
  auto* base = static_cast<std::byte*>(allocation->base);
  std::memcpy(base, item.Data(), length);
  for (size_t done = length; done < allocation->bytes;) {
    const size_t more = std::min(done, allocation->bytes - done);
    std::memcpy(base + done, base, more);
    done += more;
  }
  return info.Env().Undefined();
}

// void* -> block_address(taken): bigint
Napi::Value block_address(const Napi::CallbackInfo& info) {
  return Napi::BigInt::New(info.Env(), reinterpret_cast<uint64_t>(allocation_of(info[0])->base));
}

// munmap -> block_free(window: ArrayBuffer): undefined
// Detaches the window and ends its hold; the memory goes back to the pool when the last hold ends.
Napi::Value block_free(const Napi::CallbackInfo& info) {
  auto window = info[0].As<Napi::ArrayBuffer>();
  void* base = window.Data();
  if (!base) return info.Env().Undefined();  // transferred: the memory belongs to the new ArrayBuffer
  Lease* lease = nullptr;
  {
    const std::lock_guard<std::mutex> lock(leases().mutex);
    const auto found = leases().by_base.find(base);
    if (found != leases().by_base.end()) lease = found->second;
  }
  if (!lease) throw NativeError("ERR_ARGUMENT", "Expected the buffer of a live block but received another");
  napi_detach_arraybuffer(info.Env(), window);
  end_lease(info.Env(), lease);
  return info.Env().Undefined();
}

// void* -> address_of(window: ArrayBuffer): bigint
Napi::Value address_of(const Napi::CallbackInfo& info) {
  return Napi::BigInt::New(info.Env(), reinterpret_cast<uint64_t>(info[0].As<Napi::ArrayBuffer>().Data()));
}

// memory_statistics(): { liveBytes, liveBlocks, peakBytes, collectedBuffers, poolHits, poolMisses,
// pooledBytes, poolLimit }
Napi::Value memory_statistics(const Napi::CallbackInfo& info) {
  const PoolStatistics s = pool_statistics();
  auto out = Napi::Object::New(info.Env());
  const auto set = [&](const char* key, size_t value) {
    out.Set(key, Napi::Number::New(info.Env(), static_cast<double>(value)));
  };
  set("liveBytes", s.live_bytes);
  set("liveBlocks", s.live_blocks);
  set("peakBytes", s.peak_bytes);
  {
    const std::lock_guard<std::mutex> lock(leases().mutex);
    set("collectedBuffers", leases().collected);
  }
  set("poolHits", s.hits);
  set("poolMisses", s.misses);
  set("pooledBytes", s.pooled_bytes);
  set("poolLimit", s.pool_limit);
  return out;
}

// madvise -> memory_trim(): gives pooled memory back to the operating system.
Napi::Value memory_trim(const Napi::CallbackInfo& info) {
  trim_pool();
  return info.Env().Undefined();
}

}  // namespace

Pin pin_block(void* base) {
  const std::lock_guard<std::mutex> lock(leases().mutex);
  const auto found = leases().by_base.find(base);
  return found == leases().by_base.end() ? Pin() : Pin(found->second->allocation);
}

napi_value block_window(napi_env env, void* base) {
  napi_ref reference = nullptr;
  {
    const std::lock_guard<std::mutex> lock(leases().mutex);
    const auto found = leases().by_base.find(base);
    if (found != leases().by_base.end()) reference = found->second->window;
  }
  napi_value window = nullptr;
  if (reference) napi_get_reference_value(env, reference, &window);
  return window;
}

void define_block(Napi::Object exports) {
  define<block_take>(exports, "block_take");
  define<block_show>(exports, "block_show");
  define<block_release>(exports, "block_release");
  define<block_read>(exports, "block_read");
  define<block_fill>(exports, "block_fill");
  define<block_address>(exports, "block_address");
  define<block_free>(exports, "block_free");
  define<address_of>(exports, "address_of");
  define<memory_statistics>(exports, "memory_statistics");
  define<memory_trim>(exports, "memory_trim");
}

}  // namespace distarray
