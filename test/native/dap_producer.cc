// dap_producer.node: a producer and consumer of dap_array in C++, for the tests of the joint with JavaScript.
#include <dap/dap.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/addon.h"
#include "common/dap_handle.h"
#include "common/dlpack_handle.h"

namespace {

using distarray::NativeError;

int released = 0, deleted = 0;

// Counts its end.
struct Memory {
  std::vector<double> elements = std::vector<double>(24);
  std::vector<int32_t> narrow = {7, -2, 900};
  std::vector<int64_t> wide = {7, -2, int64_t{1} << 40};

  Memory() {
    for (size_t i = 0; i < elements.size(); ++i) elements[i] = static_cast<double>(i);
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() { ++released; }
};

// A struct that the builder would refuse: changed after it was built.
template <class Change>
dap::Array changed(dap::Array array, Change change) {
  dap_array raw = array.take();
  change(raw);
  return dap::Array(std::move(raw));
}

dap::Array make(const std::string& kind) {
  auto memory = std::make_shared<Memory>();
  double* data = memory->elements.data();
  const auto whole = [&] { return dap::Builder(data).whole(4).whole(6).keep(memory).build(); };
  if (kind == "whole") return whole();
  if (kind == "block")
    return dap::Builder(data).block(11, 2, 1, {1, 0, 2, true}).whole(4).keep(memory).build();
  if (kind == "cyclic") return dap::Builder(data).cyclic(17, 3, 1, 2).keep(memory).build();
  if (kind == "narrow")
    return dap::Builder(data)
        .whole(2)
        .unstructured(6, 2, 0, memory->narrow.data(), 3, true)
        .keep(memory)
        .build();
  if (kind == "wide")
    return dap::Builder(data).unstructured(6, 2, 0, memory->wide.data(), 3, false).keep(memory).build();
  if (kind == "reversed")
    return dap::Builder(data + 20).whole(3).whole(2).strides({-48, 8}).keep(memory).build();
  if (kind == "read-only") return dap::Builder(data).whole(24).read_only().copied().keep(memory).build();
  if (kind == "scalar") return dap::Builder(data + 5).keep(memory).build();
  if (kind == "empty") return dap::Builder(static_cast<double*>(nullptr)).block(2, 4, 3).keep(memory).build();
  if (kind == "empty-listed")
    return dap::Builder(data)
        .whole(0)
        .unstructured(6, 2, 0, memory->narrow.data(), 3, true)
        .keep(memory)
        .build();
  if (kind == "replicated")
    return dap::Builder(data).whole(24).replicated(3, 2).partial(DAP_PARTIAL_MAX).keep(memory).build();
  // What JavaScript cannot have.
  if (kind == "device") return changed(whole(), [](dap_array& a) { a.device.type = 2; });
  if (kind == "layout") return changed(whole(), [](dap_array& a) { a.layout = 1; });
  if (kind == "float16") return changed(whole(), [](dap_array& a) { a.dtype.bits = 16; });
  if (kind == "lanes") return changed(whole(), [](dap_array& a) { a.dtype.lanes = 2; });
  if (kind == "no memory") return changed(whole(), [](dap_array& a) { a.data = nullptr; });
  if (kind == "no dims") return changed(whole(), [](dap_array& a) { a.dims = nullptr; });
  if (kind == "65 dimensions") return changed(whole(), [](dap_array& a) { a.ndim = 65; });
  if (kind == "no indices") {
    auto array = dap::Builder(data).unstructured(6, 2, 0, memory->wide.data(), 3, false).keep(memory).build();
    return changed(std::move(array), [](dap_array& a) { const_cast<dap_dim*>(a.dims)->indices = nullptr; });
  }
  if (kind == "unaligned indices") {
    auto array = dap::Builder(data).unstructured(6, 2, 0, memory->wide.data(), 2, false).keep(memory).build();
    return changed(std::move(array), [](dap_array& a) {
      auto& indices = const_cast<dap_dim*>(a.dims)->indices;
      indices = static_cast<const char*>(indices) + 4;
    });
  }
  // What dap.h gives no meaning to.
  const auto changed_dim = [&](auto change) {
    return changed(whole(), [&](dap_array& a) { change(const_cast<dap_dim*>(a.dims)[1]); });
  };
  if (kind == "unknown flag") return changed(whole(), [](dap_array& a) { a.flags |= uint64_t{1} << 63; });
  if (kind == "reserved") return changed(whole(), [](dap_array& a) { a.reserved[1] = 1; });
  if (kind == "reserved of a dimension") return changed_dim([](dap_dim& dim) { dim.reserved = 1; });
  if (kind == "periodic twice") return changed_dim([](dap_dim& dim) { dim.periodic = 2; });
  if (kind == "one_to_one twice") return changed_dim([](dap_dim& dim) { dim.one_to_one = 2; });
  if (kind == "indices of a block") return changed_dim([&](dap_dim& dim) { dim.indices = data; });
  if (kind == "number of indices of a block") return changed_dim([](dap_dim& dim) { dim.n_indices = 3; });
  if (kind == "index_bits of a block") return changed_dim([](dap_dim& dim) { dim.index_bits = 32; });
  const auto changed_extension = [&](auto change) {
    auto array = dap::Builder(data).whole(24).replicated(3, 2).keep(memory).build();
    return changed(std::move(array), [&](dap_array& a) { change(*const_cast<dap_extension*>(a.extension)); });
  };
  if (kind == "reserved of the extension")
    return changed_extension([](dap_extension& extension) { extension.reserved[0] = 1; });
  if (kind == "has_comm twice")
    return changed_extension([](dap_extension& extension) { extension.has_comm = 2; });
  if (kind == "far")
    return changed(whole(), [](dap_array& a) {
      const_cast<int64_t*>(a.shape)[0] = const_cast<int64_t*>(a.strides)[0] = int64_t{1} << 40;
    });
  if (kind == "long integer")
    return changed(whole(), [](dap_array& a) { const_cast<dap_dim*>(a.dims)->start = (int64_t{1} << 53); });
  if (kind == "5 GiB")  // refused before anybody looks at the memory
    return changed(whole(), [](dap_array& a) { const_cast<int64_t*>(a.strides)[0] = int64_t{5} << 30; });
  // What JavaScript can have and must refuse to import.
  if (kind == "byte order")
    return changed(whole(), [](dap_array& a) { a.byte_order = 3 - DAP_ORDER_NATIVE; });
  if (kind == "no byte order") return changed(whole(), [](dap_array& a) { a.byte_order = 0; });
  if (kind == "overlap")
    return changed(whole(), [](dap_array& a) { const_cast<dap_dim*>(a.dims)->stop = 5; });
  if (kind == "padded cyclic") {
    auto array = dap::Builder(data).cyclic(17, 3, 1, 2).keep(memory).build();
    return changed(std::move(array), [](dap_array& a) { const_cast<dap_dim*>(a.dims)->padding[0] = 1; });
  }
  if (kind == "unaligned")
    return changed(whole(), [](dap_array& a) {
      a.data = static_cast<char*>(a.data) + 4, const_cast<int64_t*>(a.shape)[0] = 3;
    });
  throw NativeError("ERR_ARGUMENT", "Expected a kind of array but received " + kind);
}

// make(kind): dap_array handle
Napi::Value produce(const Napi::CallbackInfo& info) {
  dap::Array array = make(info[0].As<Napi::String>());
  return distarray::wrap_dap_array(info.Env(), std::make_unique<dap_array>(array.take()));
}

// released_count(): arrays made here whose memory was let go
Napi::Value released_count(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), released);
}

// deleted_count(): tensors made here whose deleter was called
Napi::Value deleted_count(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), deleted);
}

dap::Array taken;

// take(handle): void; a consumer in C++ moves the struct in.
Napi::Value take(const Napi::CallbackInfo& info) {
  taken = dap::Array(std::move(distarray::live_dap_array(info[0])));
  return info.Env().Undefined();
}

// drop(): void; the consumer is done.
Napi::Value drop(const Napi::CallbackInfo& info) {
  taken.release();
  return info.Env().Undefined();
}

double* address(const Napi::Value& value) {
  bool lossless = false;
  return reinterpret_cast<double*>(value.As<Napi::BigInt>().Uint64Value(&lossless));
}

// peek(address: bigint): the float64 there
Napi::Value peek(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), *address(info[0]));
}

// poke(address: bigint, value): void
Napi::Value poke(const Napi::CallbackInfo& info) {
  *address(info[0]) = info[1].As<Napi::Number>();
  return info.Env().Undefined();
}

// tensor(change, versioned): DLPack handle of a 2 x 3 float32 tensor in column-major order, with one thing
// changed
Napi::Value tensor(const Napi::CallbackInfo& info) {
  namespace dl = dap::dlpack;
  struct Foreign {
    float data[8] = {-1, -1, 0, 1, 2, 3, 4, 5};
    int64_t shape[2] = {2, 3}, strides[2] = {1, 2};
    dl::ManagedTensorVersioned versioned{};
    dl::ManagedTensor plain{};
  };
  auto* foreign = new Foreign;
  foreign->versioned.version = {1, 1};
  foreign->versioned.manager_ctx = foreign->plain.manager_ctx = foreign;
  foreign->versioned.deleter = [](dl::ManagedTensorVersioned* self) {
    ++deleted;
    delete static_cast<Foreign*>(self->manager_ctx);
  };
  foreign->plain.deleter = [](dl::ManagedTensor* self) {
    ++deleted;
    delete static_cast<Foreign*>(self->manager_ctx);
  };
  dl::Tensor t{foreign->data, {1, 0}, 2, {dl::code_float, 32, 1}, foreign->shape, foreign->strides, 8};
  const std::string change = info[0].As<Napi::String>();
  if (change == "read-only") foreign->versioned.flags = dl::flag_read_only;
  if (change == "row-major") t.strides = nullptr;
  if (change == "version 2") foreign->versioned.version = {2, 0};
  if (change == "sub-byte") foreign->versioned.flags = dl::flag_subbyte_padded;
  if (change == "device") t.device.type = 2;
  if (change == "lanes") t.dtype.lanes = 4;
  if (change == "int4") t.dtype = {dl::code_int, 4, 1};
  if (change == "complex") t.dtype = {dl::code_complex, 48, 1};
  if (change == "5 GiB") foreign->strides[0] = int64_t{5} << 28;
  foreign->versioned.dl_tensor = foreign->plain.dl_tensor = t;
  distarray::DLPackHandle handle;
  if (info[1].As<Napi::Boolean>())
    handle.versioned = &foreign->versioned;
  else
    handle.unversioned = &foreign->plain;
  return distarray::wrap_dlpack(info.Env(), handle);
}

// read(handle): { versioned, flags, data, shape, strides, dtype }; a consumer takes the tensor, looks, and
// deletes it.
Napi::Value read(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  distarray::DLPackHandle handle = distarray::take_dlpack(info[0]);
  const auto& t = handle.versioned ? handle.versioned->dl_tensor : handle.unversioned->dl_tensor;
  const auto list = [&](const int64_t* values) {
    auto out = Napi::Array::New(env);
    for (int32_t d = 0; d < t.ndim; ++d) out.Set(static_cast<uint32_t>(d), static_cast<double>(values[d]));
    return out;
  };
  const int64_t dtype[] = {t.dtype.code, t.dtype.bits, t.dtype.lanes};
  auto out = Napi::Object::New(env);
  out.Set("versioned", Napi::Boolean::New(env, handle.versioned != nullptr));
  out.Set("flags", static_cast<double>(handle.versioned ? handle.versioned->flags : 0));
  out.Set("data", Napi::BigInt::New(env, reinterpret_cast<uint64_t>(t.data) + t.byte_offset));
  out.Set("shape", list(t.shape));
  out.Set("strides", list(t.strides));
  auto type = Napi::Array::New(env);
  for (uint32_t i = 0; i < 3; ++i) type.Set(i, static_cast<double>(dtype[i]));
  out.Set("dtype", type);
  handle.drop();
  return out;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  distarray::init_addon(env, exports);
  distarray::define<produce>(exports, "make");
  distarray::define<released_count>(exports, "released_count");
  distarray::define<deleted_count>(exports, "deleted_count");
  distarray::define<take>(exports, "take");
  distarray::define<drop>(exports, "drop");
  distarray::define<peek>(exports, "peek");
  distarray::define<poke>(exports, "poke");
  distarray::define<tensor>(exports, "tensor");
  distarray::define<read>(exports, "read");
  return exports;
}

}  // namespace

NODE_API_MODULE(dap_producer, init)
