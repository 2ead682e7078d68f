#include "dap/describe.h"

#include <dap/dap.h>

#include <string>

#include "common/addon.h"
#include "common/handle.h"
#include "common/type_tags.h"

namespace distarray {
namespace {

Napi::Array integers(Napi::Env env, const int64_t* values, size_t count) {
  auto out = Napi::Array::New(env, count);
  for (size_t i = 0; i < count; ++i)
    out.Set(static_cast<uint32_t>(i), Napi::Number::New(env, static_cast<double>(values[i])));
  return out;
}

Napi::BigInt address(Napi::Env env, const void* pointer) {
  return Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(pointer)));
}

Napi::Object describe_dim(Napi::Env env, const dap_dim& dim) {
  auto out = Napi::Object::New(env);
  const auto number = [&](const char* key, int64_t value) {
    out.Set(key, Napi::Number::New(env, static_cast<double>(value)));
  };
  out.Set("distType", Napi::String::New(env, std::string(1, dim.dist_type)));
  number("size", dim.size);
  number("procGridSize", dim.proc_grid_size);
  number("procGridRank", dim.proc_grid_rank);
  number("start", dim.start);
  number("stop", dim.stop);
  out.Set("padding", integers(env, dim.padding, 2));
  number("blockSize", dim.block_size);
  out.Set("periodic", Napi::Boolean::New(env, dim.periodic != 0));
  out.Set("oneToOne", Napi::Boolean::New(env, dim.one_to_one != 0));
  number("indexBits", dim.index_bits);
  number("nIndices", dim.n_indices);
  out.Set("indices", address(env, dim.indices));
  return out;
}

// dap_array -> dap_array_describe(handle): DapDescription
// The fields as they are; addresses as bigint. A UseAfterFreeError once the struct was released or moved
// away.
Napi::Value dap_array_describe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto& array = unwrap_handle<dap_array>(info[0], dap_array_tag, "a dap_array");
  if (!array.release)
    throw NativeError("ERR_USE_AFTER_FREE", "Expected a live dap_array but received one that was released");
  const auto ndim = static_cast<size_t>(array.ndim);
  auto out = Napi::Object::New(env);
  const int64_t version[] = {array.version[0], array.version[1], array.version[2]};
  const int64_t dtype[] = {array.dtype.code, array.dtype.bits, array.dtype.lanes};
  const int64_t device[] = {array.device.type, array.device.id};
  auto dims = Napi::Array::New(env, ndim);
  for (size_t d = 0; d < ndim; ++d) dims.Set(static_cast<uint32_t>(d), describe_dim(env, array.dims[d]));
  out.Set("version", integers(env, version, 3));
  out.Set("dtype", integers(env, dtype, 3));
  out.Set("device", integers(env, device, 2));
  out.Set("byteOrder", Napi::Number::New(env, array.byte_order));
  out.Set("readOnly", Napi::Boolean::New(env, (array.flags & DAP_FLAG_READ_ONLY) != 0));
  out.Set("copied", Napi::Boolean::New(env, (array.flags & DAP_FLAG_COPIED) != 0));
  out.Set("data", address(env, array.data));
  out.Set("shape", integers(env, array.shape, ndim));
  out.Set("strides", integers(env, array.strides, ndim));
  out.Set("dims", dims);
  return out;
}

}  // namespace

void define_dap_describe(Napi::Object exports) {
  define<dap_array_describe>(exports, "dap_array_describe");
}

}  // namespace distarray
