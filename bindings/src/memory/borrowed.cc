#include "memory/borrowed.h"

#include "common/native_error.h"
#include "common/typed_array.h"

namespace distarray {
Borrowed borrow(napi_env env, napi_value view) {
  Borrowed out;
  size_t length = 0;
  napi_value buffer = nullptr;
  // Asking for the data moves a small array that V8 keeps in its own heap to memory that does not move.
  if (napi_get_typedarray_info(env, view, &out.type, &length, &out.data, &buffer, &out.offset) == napi_ok)
    out.bytes = length * bytes_per_entry(out.type);
  else if (napi_get_dataview_info(env, view, &out.bytes, &out.data, &buffer, &out.offset) != napi_ok)
    throw NativeError("ERR_ARGUMENT", "Expected a typed array or a DataView but received another value");
  if (out.bytes == 0) out.data = nullptr;
  if (out.data) out.base = static_cast<std::byte*>(out.data) - out.offset;
  return out;
}

napi_value KeptMemory::array_buffer() const {
  napi_value buffer = nullptr;
  if (_pin) {
    buffer = block_window(_env, _base);
  } else {
    napi_value view = nullptr;
    napi_typedarray_type type = napi_uint8_array;
    size_t length = 0, offset = 0;
    void* data = nullptr;
    napi_get_reference_value(_env, _reference, &view);
    if (napi_get_typedarray_info(_env, view, &type, &length, &data, &buffer, &offset) != napi_ok)
      napi_get_dataview_info(_env, view, &length, &data, &buffer, &offset);
  }
  bool detached = true;
  if (buffer) napi_is_detached_arraybuffer(_env, buffer, &detached);
  return detached ? nullptr : buffer;
}

KeptMemory keep(napi_env env, napi_value view, const Borrowed& borrowed) {
  if (Pin pin = pin_block(borrowed.base)) return KeptMemory(env, std::move(pin), borrowed.base);
  napi_ref reference = nullptr;
  if (napi_create_reference(env, view, 1, &reference) != napi_ok)
    throw NativeError("ERR_ARGUMENT", "The engine could not make a reference to a typed array");
  return KeptMemory(env, reference, borrowed.base);
}

}  // namespace distarray
