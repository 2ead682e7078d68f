#include "dap/describe.h"

#include <dap/dap.h>

#include <string>

#include "common/addon.h"
#include "common/dap_handle.h"

namespace distarray {
namespace {

constexpr int32_t max_dimensions = 64;                // as the protocol's rule DAP-S3
constexpr int64_t max_safe = (int64_t{1} << 53) - 1;  // Number.MAX_SAFE_INTEGER

// Never rounded: a changed index would be another one.
Napi::Number number(Napi::Env env, int64_t value) {
  if (value > max_safe || value < -max_safe)
    throw NativeError("ERR_UNSUPPORTED",
                      "Expected integers in a dap_array that JavaScript's numbers can hold but received " +
                          std::to_string(value))
        .with("feature", std::string("integers of more than 53 bits"));
  return Napi::Number::New(env, static_cast<double>(value));
}

Napi::Array integers(Napi::Env env, const int64_t* values, size_t count) {
  auto out = Napi::Array::New(env, count);
  for (size_t i = 0; i < count; ++i) out.Set(static_cast<uint32_t>(i), number(env, values[i]));
  return out;
}

Napi::BigInt address(Napi::Env env, const void* pointer) {
  return Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(pointer)));
}

Napi::Object describe_dim(Napi::Env env, const dap_dim& dim) {
  auto out = Napi::Object::New(env);
  out.Set("distType", Napi::String::New(env, std::string(1, dim.dist_type)));
  out.Set("size", number(env, dim.size));
  out.Set("procGridSize", number(env, dim.proc_grid_size));
  out.Set("procGridRank", number(env, dim.proc_grid_rank));
  out.Set("start", number(env, dim.start));
  out.Set("stop", number(env, dim.stop));
  out.Set("padding", integers(env, dim.padding, 2));
  out.Set("blockSize", number(env, dim.block_size));
  out.Set("periodic", Napi::Boolean::New(env, dim.periodic != 0));
  out.Set("oneToOne", Napi::Boolean::New(env, dim.one_to_one != 0));
  out.Set("indexBits", number(env, dim.index_bits));
  out.Set("nIndices", number(env, dim.n_indices));
  out.Set("indices", address(env, dim.indices));
  return out;
}

Napi::Value describe_extension(Napi::Env env, const dap_extension* extension) {
  if (!extension) return env.Null();
  const bool readable = extension->n_replicated >= 0 && extension->n_replicated <= max_dimensions &&
                        (extension->replicated || extension->n_replicated == 0);
  if (!readable)
    throw NativeError("ERR_PROTOCOL",
                      "Expected at most 64 replicated dimensions but the dap_array's cannot be read")
        .with("rule", std::string("DAP-X7"));
  auto replicated = Napi::Array::New(env, static_cast<size_t>(extension->n_replicated));
  for (int32_t i = 0; i < extension->n_replicated; ++i) {
    const int64_t pair[] = {extension->replicated[i].proc_grid_size, extension->replicated[i].proc_grid_rank};
    replicated.Set(static_cast<uint32_t>(i), integers(env, pair, 2));
  }
  auto out = Napi::Object::New(env);
  out.Set("replicated", replicated);
  out.Set("partial", number(env, extension->partial));
  out.Set("comm", extension->has_comm ? Napi::Value(Napi::BigInt::New(env, extension->comm)) : env.Null());
  out.Set("keepAlive", address(env, extension->keep_alive));
  return out;
}

// dap_array -> dap_array_describe(handle): DapDescription
// The fields as they are; addresses as bigint. A UseAfterFreeError once the struct was released or moved
// away.
Napi::Value dap_array_describe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const dap_array& array = live_dap_array(info[0]);
  check_readable(array);
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
  out.Set("byteOrder", number(env, array.byte_order));
  out.Set("readOnly", Napi::Boolean::New(env, (array.flags & DAP_FLAG_READ_ONLY) != 0));
  out.Set("copied", Napi::Boolean::New(env, (array.flags & DAP_FLAG_COPIED) != 0));
  out.Set("data", address(env, array.data));
  out.Set("shape", integers(env, array.shape, ndim));
  out.Set("strides", integers(env, array.strides, ndim));
  out.Set("dims", dims);
  out.Set("extension", describe_extension(env, array.extension));
  return out;
}

}  // namespace

void check_readable(const dap_array& array) {
  if (array.layout != DAP_LAYOUT)
    throw NativeError("ERR_UNSUPPORTED", "Expected a dap_array of layout 0 but received one of layout " +
                                             std::to_string(array.layout))
        .with("feature", std::string("layout of dap_array"));
  const bool countable = array.ndim >= 0 && array.ndim <= max_dimensions;
  if (!countable || (array.ndim > 0 && (!array.shape || !array.strides || !array.dims)))
    throw NativeError(
        "ERR_PROTOCOL",
        "Expected at most 64 dimensions with shape, strides and dims but the dap_array's cannot be read")
        .with("rule", std::string("DAP-S3"));
}

void define_dap_describe(Napi::Object exports) {
  define<dap_array_describe>(exports, "dap_array_describe");
}

}  // namespace distarray
