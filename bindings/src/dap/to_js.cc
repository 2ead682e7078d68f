#include "dap/to_js.h"

#include <dap/array.hpp>
#include <dap/dtype.hpp>
#include <memory>
#include <string>
#include <utility>

#include "common/addon.h"
#include "common/dap_handle.h"
#include "dap/describe.h"
#include "dap/js_holder.h"
#include "dap/unknown_fields.h"

namespace distarray {
namespace {

using Owner = std::shared_ptr<dap::Array>;

// Bytes [low, high) around the first element that the section spans; both 0 when it is empty.
struct Reach {
  int64_t low = 0, high = 0;
};

Reach reach_of(const dap_array& array) {
  Reach reach{0, dap::item_size(array.dtype)};
  bool ok = true;
  for (int32_t d = 0; d < array.ndim; ++d) {
    if (array.shape[d] <= 0) return {};
    int64_t span = 0;
    int64_t& end = array.strides[d] < 0 ? reach.low : reach.high;
    ok = ok && !__builtin_mul_overflow(array.shape[d] - 1, array.strides[d], &span) &&
         !__builtin_add_overflow(end, span, &end);
  }
  int64_t bytes = 0;
  if (!ok || __builtin_sub_overflow(reach.high, reach.low, &bytes))
    throw NativeError("ERR_SHAPE",
                      "Expected a section inside the address space but shape and strides reach outside");
  return reach;
}

// Refuse what JavaScript could not look at safely; the struct stays the caller's then.
void check_viewable(const dap_array& array, const Reach& reach, double longest) {
  dap::detail::check_host(array);
  const auto bytes = static_cast<double>(reach.high - reach.low);
  if (bytes > longest)
    throw NativeError("ERR_UNSUPPORTED",
                      "Expected a section of at most " + std::to_string(static_cast<int64_t>(longest)) +
                          " bytes for one ArrayBuffer but this one spans " +
                          std::to_string(reach.high - reach.low) + "; use more ranks so that each holds less")
        .with("feature",
              "ArrayBuffer of more than " + std::to_string(static_cast<int64_t>(longest)) + " bytes");
  if (bytes > 0 && !array.data)
    throw NativeError("ERR_PROTOCOL",
                      "Expected memory for a section that is not empty but its dap_array has NULL")
        .with("rule", std::string("DAP-S1"));
  // The engine takes the start of an ArrayBuffer for aligned, so no validator could see this later.
  const auto address = reinterpret_cast<uintptr_t>(array.data) + static_cast<uintptr_t>(reach.low);
  if (bytes > 0 && address % static_cast<uintptr_t>(dap::component_size(array.dtype)) != 0)
    throw NativeError("ERR_PROTOCOL", "Expected elements aligned to " +
                                          std::to_string(dap::component_size(array.dtype)) +
                                          " bytes but the dap_array has unaligned ones")
        .with("rule", std::string("DAP-S6"));
  for (int32_t d = 0; d < array.ndim; ++d) {
    const dap_dim& dim = array.dims[d];
    if (dim.dist_type != 'u') continue;
    const bool readable =
        (dim.index_bits == 32 || dim.index_bits == 64) && dim.n_indices >= 0 &&
        (dim.n_indices == 0 ||
         (dim.indices && reinterpret_cast<uintptr_t>(dim.indices) % (dim.index_bits / 8) == 0));
    if (!readable || static_cast<double>(dim.n_indices) * dim.index_bits / 8 > longest)
      throw NativeError("ERR_PROTOCOL", "Expected aligned indices of 32 or 64 bits in memory for dimension " +
                                            std::to_string(d) + " but its dap_dim has none")
          .with("rule", std::string("DAP-U1"));
  }
}

// An ArrayBuffer over native memory that holds `owner` until it is collected.
napi_value external_buffer(Napi::Env env, const void* base, size_t bytes, const Owner& owner) {
  auto* hold = new Owner(owner);
  napi_value buffer = nullptr;
  const napi_status status = napi_create_external_arraybuffer(
      env, const_cast<void*>(base), bytes,
      [](napi_env, void*, void* hint) { delete static_cast<Owner*>(hint); }, hold, &buffer);
  if (status == napi_ok) return buffer;
  delete hold;
  throw NativeError("ERR_UNSUPPORTED",
                    "This JavaScript runtime does not allow ArrayBuffers over native memory (status " +
                        std::to_string(status) + "); run with Node.js 20 or later, not Electron")
      .with("feature", std::string("external ArrayBuffer"));
}

// { buffer, offset, bytes }: the part of an ArrayBuffer from `data` on.
Napi::Object window(Napi::Env env, napi_value buffer, int64_t offset, int64_t bytes) {
  auto out = Napi::Object::New(env);
  out.Set("buffer", Napi::Value(env, buffer));
  out.Set("offset", Napi::Number::New(env, static_cast<double>(offset)));
  out.Set("bytes", Napi::Number::New(env, static_cast<double>(bytes)));
  return out;
}

// Memory [data + low, data + high) as a window that starts at data. `kept` is what JavaScript lent, if it
// did.
Napi::Object memory_window(Napi::Env env, const void* data, const Reach& reach, const KeptMemory* kept,
                           const Owner& owner) {
  if (reach.high == reach.low) return window(env, Napi::ArrayBuffer::New(env, 0), 0, 0);
  const auto* first = static_cast<const std::byte*>(data);
  if (kept) {
    if (const napi_value original = kept->array_buffer())
      return window(env, original, first - static_cast<const std::byte*>(kept->base()), reach.high);
    if (!kept->is_pinned())
      throw NativeError("ERR_USE_AFTER_FREE",
                        "Expected live memory for the buffer but received one that was transferred");
  }
  const auto bytes = static_cast<size_t>(reach.high - reach.low);
  return window(env, external_buffer(env, first + reach.low, bytes, owner), -reach.low, reach.high);
}

// dap_array -> dap_to_js(array: dap_array handle, longest: number): { data, indices, extension }
// Moves the struct out of its handle. data and each of indices (null but for unstructured dimensions) are {
// buffer: ArrayBuffer, offset, bytes }: the original ArrayBuffer when JavaScript made the array and still has
// it, else one over the native memory; the last of those to be collected releases the struct. longest:
// length of the longest possible ArrayBuffer. extension: the object that JavaScript gave when it made the
// array, or null.
Napi::Value dap_to_js(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  dap_array& source = live_dap_array(info[0]);
  check_readable(source);
  check_unknown_fields(source);
  const Reach reach = reach_of(source);
  check_viewable(source, reach, info[1].As<Napi::Number>().DoubleValue());
  const auto owner = std::make_shared<dap::Array>(std::move(source));
  const dap_array& array = owner->get();
  const JsHolder* holder = js_holder_of(array);
  size_t lent = 0;
  const auto next_lent = [&] { return holder ? &holder->kept[lent++] : nullptr; };
  auto out = Napi::Object::New(env);
  try {
    out.Set("data", memory_window(env, array.data, reach, next_lent(), owner));
    auto indices = Napi::Array::New(env, static_cast<size_t>(array.ndim));
    for (int32_t d = 0; d < array.ndim; ++d) {
      const dap_dim& dim = array.dims[d];
      Napi::Value value = env.Null();
      if (dim.dist_type == 'u')
        value =
            memory_window(env, dim.indices, {0, dim.n_indices * (dim.index_bits / 8)}, next_lent(), owner);
      indices.Set(static_cast<uint32_t>(d), value);
    }
    out.Set("indices", indices);
    const napi_value original = holder ? holder->original_extension.get() : nullptr;
    out.Set("extension", original ? Napi::Value(env, original) : env.Null());
  } catch (...) {
    owner->move_to(&source);  // refused: still the caller's
    throw;
  }
  return out;
}

}  // namespace

void define_dap_to_js(Napi::Object exports) {
  define<dap_to_js>(exports, "dap_to_js");
}

}  // namespace distarray
