// Memory of a JavaScript view: where it is, and how native code keeps it.
#pragma once
#include <utility>

#include "common/napi_setup.h"
#include "memory/block.h"

namespace distarray {

struct Borrowed {
  napi_typedarray_type type = napi_uint8_array;
  void* data = nullptr;  // null when the view is detached
  size_t bytes = 0;
  size_t offset = 0;     // of data in the ArrayBuffer
  void* base = nullptr;  // start of the whole ArrayBuffer
};

// The memory behind a typed array or DataView; an ArgumentError when `view` is something else.
Borrowed borrow(napi_env env, napi_value view);

// Keeps the memory of one view until destroyed, on the JavaScript thread. A Block's memory is pinned, so that
// it outlives the detaching of its ArrayBuffer; any other is kept by a reference to the view.
class KeptMemory {
 public:
  KeptMemory(napi_env env, napi_ref reference, void* base) : _env(env), _reference(reference), _base(base) {}
  KeptMemory(napi_env env, Pin pin, void* base) : _env(env), _base(base), _pin(std::move(pin)) {}
  KeptMemory(KeptMemory&& other) noexcept
      : _env(other._env), _reference(other._reference), _base(other._base), _pin(std::move(other._pin)) {
    other._reference = nullptr;
  }
  KeptMemory(const KeptMemory&) = delete;
  KeptMemory& operator=(const KeptMemory&) = delete;
  KeptMemory& operator=(KeptMemory&&) = delete;
  ~KeptMemory() {
    if (_reference) napi_delete_reference(_env, _reference);
    int64_t total = 0;
    if (const size_t charged = _pin.release())
      napi_adjust_external_memory(_env, -static_cast<int64_t>(charged), &total);
  }

  // Whether this is a block's memory, which stays when its ArrayBuffer is detached.
  bool is_pinned() const { return static_cast<bool>(_pin); }
  // Start of the ArrayBuffer when the memory was borrowed.
  void* base() const { return _base; }
  // The ArrayBuffer that JavaScript has over this memory; null when it has none any more.
  napi_value array_buffer() const;

 private:
  napi_env _env = nullptr;
  napi_ref _reference = nullptr;
  void* _base = nullptr;
  Pin _pin;
};

KeptMemory keep(napi_env env, napi_value view, const Borrowed& borrowed);

}  // namespace distarray
