#include "dap/from_js.h"

#include <dap/dap.h>

#include <memory>
#include <vector>

#include "common/addon.h"
#include "common/handle.h"
#include "common/type_tags.h"

namespace distarray {
namespace {

// Everything a dap_array made here points to. Holding the typed arrays keeps their memory alive.
struct Holder {
  std::vector<int64_t> shape, strides;
  std::vector<dap_dim> dims;
  std::vector<Napi::Reference<Napi::TypedArray>> buffers;
};

// Runs on the JavaScript thread: consumers free what they hold there.
void release(dap_array* array) {
  delete static_cast<Holder*>(array->private_data);
  array->private_data = nullptr;
  array->release = nullptr;
}

std::byte* bytes_of(const Napi::TypedArray& view) {
  return static_cast<std::byte*>(view.ArrayBuffer().Data()) + view.ByteOffset();
}

std::vector<int64_t> integers(const Napi::Value& value) {
  auto array = value.As<Napi::Float64Array>();
  std::vector<int64_t> out(array.ElementLength());
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<int64_t>(array[i]);
  return out;
}

constexpr size_t fields_per_dim = 10;

// dap_array -> dap_from_js(view, byteOffset, code, bits, flags, shape, strides, distTypes, dims, indices):
// handle view: any typed array; the first element of the section lies byteOffset bytes after its start.
// shape, strides: Float64Array [ndim] of integers, strides in bytes. distTypes: string, one letter each.
// dims: Float64Array [ndim, 10]: size, grid size, grid rank, start, stop, padding lo, hi, block size,
// periodic, one_to_one. indices: array [ndim] of Int32Array | BigInt64Array | null.
Napi::Value dap_from_js(const Napi::CallbackInfo& info) {
  auto holder = std::make_unique<Holder>();
  auto view = info[0].As<Napi::TypedArray>();
  holder->buffers.push_back(Napi::Reference<Napi::TypedArray>::New(view, 1));
  holder->shape = integers(info[5]);
  holder->strides = integers(info[6]);
  const std::string types = info[7].As<Napi::String>();
  const auto fields = integers(info[8]);
  const auto indices = info[9].As<Napi::Array>();
  const size_t ndim = types.size();
  if (holder->shape.size() != ndim || holder->strides.size() != ndim ||
      fields.size() != ndim * fields_per_dim)
    throw NativeError("ERR_SHAPE", "Expected shape, strides and dims of one length");
  for (size_t d = 0; d < ndim; ++d) {
    const int64_t* f = fields.data() + d * fields_per_dim;
    dap_dim dim{};
    dim.dist_type = types[d];
    dim.size = f[0];
    dim.proc_grid_size = f[1];
    dim.proc_grid_rank = f[2];
    dim.start = f[3];
    dim.stop = f[4];
    dim.padding[0] = f[5];
    dim.padding[1] = f[6];
    dim.block_size = f[7];
    dim.periodic = f[8] != 0;
    dim.one_to_one = f[9] != 0;
    if (dim.dist_type == 'u') {
      auto list = indices.Get(static_cast<uint32_t>(d)).As<Napi::TypedArray>();
      holder->buffers.push_back(Napi::Reference<Napi::TypedArray>::New(list, 1));
      dim.index_bits = list.TypedArrayType() == napi_int32_array ? 32 : 64;
      dim.n_indices = static_cast<int64_t>(list.ElementLength());
      dim.indices = bytes_of(list);
    }
    holder->dims.push_back(dim);
  }

  auto array = std::make_unique<dap_array>();
  array->version[1] = 10;
  array->ndim = static_cast<int32_t>(ndim);
  array->dtype = {static_cast<uint8_t>(info[2].As<Napi::Number>().Uint32Value()),
                  static_cast<uint8_t>(info[3].As<Napi::Number>().Uint32Value()), 1};
  array->device = {DAP_DEVICE_CPU, 0};
  array->flags = info[4].As<Napi::Number>().Uint32Value();
  array->data = bytes_of(view) + info[1].As<Napi::Number>().Int64Value();
  array->shape = holder->shape.data();
  array->strides = holder->strides.data();
  array->dims = holder->dims.data();
  array->private_data = holder.release();
  array->release = release;
  return wrap_handle(info.Env(), array.release(), dap_array_tag, [](dap_array* p) {
    dap_release(p);
    delete p;
  });
}

// dap_release -> dap_array_release(handle): idempotent.
Napi::Value dap_array_release(const Napi::CallbackInfo& info) {
  dap_release(&unwrap_handle<dap_array>(info[0], dap_array_tag, "a dap_array"));
  return info.Env().Undefined();
}

}  // namespace

void define_dap_from_js(Napi::Object exports) {
  define<dap_from_js>(exports, "dap_from_js");
  define<dap_array_release>(exports, "dap_array_release");
}

}  // namespace distarray
