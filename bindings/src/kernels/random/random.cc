#include "kernels/random/random.h"

#include <algorithm>

#include "common/addon.h"
#include "kernels/random/each.h"
#include "kernels/random/kernels.h"
#include "kernels/random/piece.h"

namespace distarray {
namespace {

using random::Indices;

// Memory of a typed array; `items` counts elements.
template <class T>
struct View {
  T* data = nullptr;
  size_t items = 0;

  explicit View(const Napi::Value& value) {
    void* start = nullptr;
    if (napi_get_typedarray_info(value.Env(), value, nullptr, &items, &start, nullptr, nullptr) != napi_ok)
      throw NativeError("ERR_ARGUMENT", "Expected a typed array but received another value");
    data = static_cast<T*>(start);
  }
};

[[noreturn]] void refuse(const std::string& what) {
  throw NativeError("ERR_ARGUMENT", "Expected " + what);
}

// Per dimension extent, start, step, width and count; or its indices from the list.
std::vector<Indices> dims_of(const Napi::Value& numbers, const Napi::Value& lists) {
  const View<double> view(numbers);
  const auto listed = lists.As<Napi::Array>();
  std::vector<Indices> dims;
  for (size_t d = 0; d < view.items / 5; ++d) {
    const auto number = [&](size_t k) { return static_cast<uint64_t>(view.data[5 * d + k]); };
    Indices dim{number(0), number(1), number(2), number(3), number(4), false, {}};
    if (dim.width == 0) refuse("a width of at least 1");
    const Napi::Value list = listed.Get(static_cast<uint32_t>(d));
    if (list.IsTypedArray()) {
      const View<double> indices(list);
      dim.is_listed = true;
      dim.count = indices.items;
      dim.listed.assign(indices.data, indices.data + indices.items);
    }
    dims.push_back(std::move(dim));
  }
  return dims;
}

// random::Filler over make_kernel(name, item, ...) -> random_fill(name, item, words, reals, table, numbers,
// lists, out) item: bytes per element; words: BigUint64Array of key, key, draw, first, second; reals:
// Float64Array of a, b, limit; table: Float64Array; numbers: Float64Array, shape [ndim, 4], of extent, start,
// step, count; lists: per dimension a Float64Array of indices or null.
Napi::Value random_fill(const Napi::CallbackInfo& info) {
  const auto item = static_cast<size_t>(info[1].As<Napi::Number>().Uint32Value());
  const View<uint64_t> words(info[2]);
  const View<double> reals(info[3]), table(info[4]);
  if (words.items != 5 || reals.items != 3) refuse("5 words and 3 reals");
  const random::Parameters parameters{{{words.data[0], words.data[1]}, words.data[2]},
                                      words.data[3],
                                      words.data[4],
                                      reals.data[0],
                                      reals.data[1],
                                      reals.data[2],
                                      table.data,
                                      table.items};
  const std::string name = info[0].As<Napi::String>();
  const auto kernel = random::make_kernel(name, item, parameters);
  if (!kernel)
    refuse("a kernel for random numbers but received '" + name + "' of " + std::to_string(item) + " bytes");

  std::vector<Indices> dims = dims_of(info[5], info[6]);
  const View<std::byte> out(info[7]);
  const auto components = info[7].As<Napi::TypedArray>();
  uint64_t elements = 1;
  for (const Indices& dim : dims) elements *= dim.count;
  if (components.ByteLength() != elements * item) refuse("memory for the elements of the piece");
  random::Filler filler(*kernel, out.data);
  random::Walk(std::move(dims), filler);
  filler.finish();
  return info.Env().Undefined();
}

// random::Each over make_sample(name, item, ...) -> random_fill_each(name, item, words, range, parameters,
// strides, numbers, lists, out) words: BigUint64Array of key, key, draw; range: Int32Array, for integers
// whether they have an endpoint and are unsigned; parameters: two Float64Array, BigInt64Array or
// BigUint64Array; strides: Float64Array, shape [2, ndim], elements of these; the rest as in random_fill.
Napi::Value random_fill_each(const Napi::CallbackInfo& info) {
  const std::string name = info[0].As<Napi::String>();
  const auto item = static_cast<size_t>(info[1].As<Napi::Number>().Uint32Value());
  const View<uint64_t> words(info[2]);
  const View<int32_t> range(info[3]);
  const View<double> strides(info[5]);
  if (words.items != 3 || range.items != 2) refuse("3 words and 2 numbers");
  auto sample = random::make_sample(name, item, {{words.data[0], words.data[1]}, words.data[2]},
                                    {range.data[0] != 0, range.data[1] != 0});
  if (!sample)
    refuse("a kernel for random numbers but received '" + name + "' of " + std::to_string(item) + " bytes");

  std::vector<Indices> dims = dims_of(info[6], info[7]);
  const View<std::byte> out(info[8]);
  std::vector<uint64_t> extents;
  uint64_t elements = 1;
  for (const Indices& dim : dims) {
    extents.push_back(dim.count);
    elements *= dim.count;
  }
  if (info[8].As<Napi::TypedArray>().ByteLength() != elements * item)
    refuse("memory for the elements of the piece");
  if (strides.items != 2 * dims.size()) refuse("a stride for each dimension of each parameter");
  random::Operands operands;
  for (size_t k = 0; k < operands.size(); ++k) {
    const Napi::Value parameter = info[4].As<Napi::Array>().Get(static_cast<uint32_t>(k));
    const View<std::byte> view(parameter);
    operands[k].data = view.data;
    double last = 0;
    for (size_t d = 0; d < dims.size(); ++d) {
      const double stride = strides.data[k * dims.size() + d];
      if (stride < 0) refuse("strides of 0 and above");
      last += stride * static_cast<double>(std::max<uint64_t>(extents[d], 1) - 1);
      operands[k].strides.push_back(static_cast<std::ptrdiff_t>(stride) * 8);
    }
    if (elements > 0 && 8 * (last + 1) > static_cast<double>(parameter.As<Napi::TypedArray>().ByteLength()))
      refuse("a parameter for each element of the piece");
  }
  random::Each each(std::move(sample), item, std::move(operands), std::move(extents), out.data);
  random::Walk(std::move(dims), each);
  return info.Env().Undefined();
}

}  // namespace

void define_random(Napi::Object exports) {
  define<random_fill>(exports, "random_fill");
  define<random_fill_each>(exports, "random_fill_each");
}

}  // namespace distarray
