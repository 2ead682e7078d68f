#include "dap/from_js.h"

#include <dap/dap.h>

#include <memory>
#include <vector>

#include "common/addon.h"
#include "common/comm_handle.h"
#include "common/dap_handle.h"
#include "dap/js_holder.h"

namespace distarray {
namespace {

// The numbers of a section, in the order in which bindings/dap-array.ts packs them.
constexpr size_t fields_of_array = 4;
constexpr size_t fields_of_dim = 13;

dap_dim read_dim(const double* f) {
  const auto integer = [f](size_t i) { return static_cast<int64_t>(f[i]); };
  dap_dim dim{};
  dim.dist_type = static_cast<char>(f[2]);
  dim.size = integer(3);
  dim.proc_grid_size = integer(4);
  dim.proc_grid_rank = integer(5);
  dim.start = integer(6);
  dim.stop = integer(7);
  dim.padding[0] = integer(8);
  dim.padding[1] = integer(9);
  dim.block_size = integer(10);
  dim.periodic = f[11] != 0;
  dim.one_to_one = f[12] != 0;
  return dim;
}

void set_indices(dap_dim& dim, napi_env env, napi_value value, JsHolder& holder) {
  const Borrowed indices = borrow(env, value);
  if (indices.type != napi_int32_array && indices.type != napi_bigint64_array)
    throw NativeError("ERR_ARGUMENT", "Expected an Int32Array or a BigInt64Array for indices");
  dim.index_bits = indices.type == napi_int32_array ? 32 : 64;
  dim.n_indices = static_cast<int64_t>(indices.bytes) / (dim.index_bits / 8);
  dim.indices = indices.data;
  holder.kept.push_back(keep(env, value, indices));
}

// Refuse a section that reaches outside its memory; what follows trusts the struct. Negative strides may
// reach back to the start of the ArrayBuffer.
void check_reach(const Borrowed& view, int64_t item, const JsHolder& holder) {
  int64_t low = 0, high = item;
  for (size_t d = 0; d < holder.shape.size(); ++d) {
    if (holder.shape[d] == 0) return;
    (holder.strides[d] < 0 ? low : high) += (holder.shape[d] - 1) * holder.strides[d];
  }
  if (view.bytes == 0)
    throw NativeError("ERR_USE_AFTER_FREE",
                      "Expected live memory for the buffer but received one that was freed or transferred");
  if (low < -static_cast<int64_t>(view.offset) || high > static_cast<int64_t>(view.bytes))
    throw NativeError("ERR_SHAPE", "Expected a section inside its buffer of " + std::to_string(view.bytes) +
                                       " bytes but shape and strides reach from byte " + std::to_string(low) +
                                       " to byte " + std::to_string(high));
}

// The extension, as bindings/dap-array.ts packs it: [original, partial, comm or undefined, replicated: a
// Float64Array of pairs].
void set_extension(const Napi::Value& value, JsHolder& holder) {
  const auto list = value.As<Napi::Array>();
  const Napi::Value comm = list.Get(2u);
  const auto pairs = list.Get(3u).As<Napi::Float64Array>();
  for (size_t i = 0; i + 1 < pairs.ElementLength(); i += 2)
    holder.replicated.push_back({static_cast<int64_t>(pairs[i]), static_cast<int64_t>(pairs[i + 1])});
  holder.extension.n_replicated = static_cast<int32_t>(holder.replicated.size());
  holder.extension.replicated = holder.replicated.data();
  holder.extension.partial = static_cast<uint8_t>(list.Get(1u).As<Napi::Number>().Uint32Value());
  if (!comm.IsUndefined()) {
    holder.extension.comm = MPI_Comm_c2f(comm_of(comm));
    holder.extension.has_comm = 1;
  }
  holder.extension.keep_alive = &holder;
  holder.original_extension.keep(value.Env(), list.Get(0u));
}

// dap_array -> dap_from_js(view: ArrayBufferView, numbers: Float64Array,
//                          indices: (Int32Array | BigInt64Array | null)[] | null, extension: [...] | null):
//                          dap_array handle
// view: starts at the first element. numbers: type code, bits, flags, ndim; then for each dimension: local
// extent, stride in bytes, letter (as char code), size, grid size, grid rank, start, stop, padding low, high,
// block size, periodic, one_to_one. indices: one per dimension, null where there are none. extension: see
// set_extension.
Napi::Value dap_from_js(const Napi::CallbackInfo& info) {
  const napi_env env = info.Env();
  const Borrowed view = borrow(env, info[0]);
  const Borrowed packed = borrow(env, info[1]);
  const auto* numbers = static_cast<const double*>(packed.data);
  if (packed.type != napi_float64_array || packed.bytes < fields_of_array * sizeof(double))
    throw NativeError("ERR_ARGUMENT", "Expected a Float64Array for the numbers of a section");
  const auto ndim = static_cast<size_t>(numbers[3]);
  if (packed.bytes < (fields_of_array + ndim * fields_of_dim) * sizeof(double))
    throw NativeError("ERR_ARGUMENT", "Expected numbers for each of the section's dimensions");

  auto holder = std::make_unique<JsHolder>();
  holder->shape.reserve(ndim);
  holder->strides.reserve(ndim);
  holder->dims.reserve(ndim);
  holder->kept.push_back(keep(env, info[0], view));
  for (size_t d = 0; d < ndim; ++d) {
    const double* f = numbers + fields_of_array + d * fields_of_dim;
    holder->shape.push_back(static_cast<int64_t>(f[0]));
    holder->strides.push_back(static_cast<int64_t>(f[1]));
    holder->dims.push_back(read_dim(f));
    if (holder->dims[d].dist_type == 'u')
      set_indices(holder->dims[d], env, info[2].As<Napi::Array>().Get(static_cast<uint32_t>(d)), *holder);
  }
  if (info[3].IsArray()) set_extension(info[3], *holder);
  const auto bits = static_cast<uint8_t>(numbers[1]);
  check_reach(view, bits / 8, *holder);

  auto array = std::make_unique<dap_array>();
  array->version[1] = 10;
  array->ndim = static_cast<int32_t>(ndim);
  array->dtype = {static_cast<uint8_t>(numbers[0]), bits, 1};
  array->device = {DAP_DEVICE_CPU, 0};
  array->byte_order = bits == 8 ? DAP_ORDER_NOT_APPLICABLE : DAP_ORDER_NATIVE;
  array->flags = static_cast<uint64_t>(numbers[2]);
  array->data = view.data;
  array->shape = holder->shape.data();
  array->strides = holder->strides.data();
  array->dims = holder->dims.data();
  if (info[3].IsArray()) array->extension = &holder->extension;
  array->private_data = holder.release();
  array->release = release_js_holder;
  return wrap_dap_array(info.Env(), std::move(array));
}

// dap_release -> dap_array_release(handle): idempotent.
Napi::Value dap_array_release(const Napi::CallbackInfo& info) {
  dap_release(&unwrap_handle<dap_array>(info[0], dap_array_tag, "a dap_array"));
  return info.Env().Undefined();
}

}  // namespace

void release_js_holder(dap_array* array) {
  delete static_cast<JsHolder*>(array->private_data);
  array->private_data = nullptr;
  array->release = nullptr;
}

void define_dap_from_js(Napi::Object exports) {
  define<dap_from_js>(exports, "dap_from_js");
  define<dap_array_release>(exports, "dap_array_release");
}

}  // namespace distarray
