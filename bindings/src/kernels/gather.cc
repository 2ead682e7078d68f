#include "kernels/gather.h"

#include <cstring>
#include <string>

#include "common/addon.h"
#include "kernels/axis.h"

namespace distarray {
namespace {

// One of the two memories: where it is, and which element of it belongs to each index of the product.
struct Side {
  std::byte* base = nullptr;
  std::vector<Axis> axes;
  std::vector<int64_t> strides;  // bytes
};

template <size_t Bytes>
void copy_strided(std::byte* to, int64_t to_step, const std::byte* from, int64_t from_step, int64_t n) {
  for (int64_t i = 0; i < n; ++i) std::memcpy(to + i * to_step, from + i * from_step, Bytes);
}

// `n` items of `bytes` bytes each.
void copy_items(std::byte* to, int64_t to_step, const std::byte* from, int64_t from_step, int64_t n,
                int64_t bytes) {
  if (n == 1 || (to_step == bytes && from_step == bytes)) {
    std::memcpy(to, from, static_cast<size_t>(n * bytes));
    return;
  }
  switch (bytes) {
    case 1:
      return copy_strided<1>(to, to_step, from, from_step, n);
    case 2:
      return copy_strided<2>(to, to_step, from, from_step, n);
    case 4:
      return copy_strided<4>(to, to_step, from, from_step, n);
    case 8:
      return copy_strided<8>(to, to_step, from, from_step, n);
    case 16:
      return copy_strided<16>(to, to_step, from, from_step, n);
    default:
      for (int64_t i = 0; i < n; ++i)
        std::memcpy(to + i * to_step, from + i * from_step, static_cast<size_t>(bytes));
  }
}

class Copy {
 public:
  Copy(Side& to, Side& from, int64_t item) : _to(to), _from(from), _item(item) {}

  // Copy elements [first, first + count) of the product, counted row-major.
  void run(int64_t first, int64_t count) {
    int64_t last = first + count;
    while (!_to.axes.empty() && has_whole_rows(first, last)) {
      const int64_t n = _to.axes.back().count;
      first /= n;
      last /= n;
      fold(_to);
      fold(_from);
      _item *= n;
    }
    const size_t ndim = _to.axes.size();
    _inner.assign(ndim + 1, 1);
    for (size_t d = ndim; d-- > 0;) _inner[d] = _inner[d + 1] * _to.axes[d].count;
    walk(0, first, last, _to.base, _from.base);
  }

 private:
  // Whether the last dimension is one run without gaps on both sides, and the range has all of it each time:
  // then it is one item.
  bool has_whole_rows(int64_t first, int64_t last) const {
    const int64_t n = _to.axes.back().count;
    return first % n == 0 && last % n == 0 && is_gapless(_to) && is_gapless(_from);
  }

  bool is_gapless(const Side& side) const {
    const Axis& axis = side.axes.back();
    if (axis.list || axis.run_count != 1 || axis.number(0, 3) != 1) return false;
    return axis.count == 1 || axis.number(0, 2) * side.strides.back() == _item;
  }

  static void fold(Side& side) {
    side.base += side.axes.back().number(0, 0) * side.strides.back();
    side.axes.pop_back();
    side.strides.pop_back();
  }

  void walk(size_t d, int64_t first, int64_t last, std::byte* to, const std::byte* from) {
    if (d == _to.axes.size()) {
      std::memcpy(to, from, static_cast<size_t>(_item));
      return;
    }
    const int64_t below = _inner[d + 1];
    const int64_t start = first / below, stop = (last - 1) / below + 1;
    const int64_t to_stride = _to.strides[d], from_stride = _from.strides[d];
    Cursor to_at(_to.axes[d], start), from_at(_from.axes[d], start);
    for (int64_t i = start; i < stop;) {
      const Piece target = to_at.piece(), source = from_at.piece();
      const int64_t n = std::min({target.count, source.count, stop - i});
      std::byte* to_row = to + target.start * to_stride;
      const std::byte* from_row = from + source.start * from_stride;
      if (d + 1 == _to.axes.size()) {
        copy_items(to_row, target.step * to_stride, from_row, source.step * from_stride, n, _item);
      } else {
        for (int64_t j = 0; j < n;
             ++j, to_row += target.step * to_stride, from_row += source.step * from_stride)
          walk(d + 1, std::max<int64_t>(first - (i + j) * below, 0), std::min(last - (i + j) * below, below),
               to_row, from_row);
      }
      to_at.advance(n);
      from_at.advance(n);
      i += n;
    }
  }

  Side& _to;
  Side& _from;
  int64_t _item;
  std::vector<int64_t> _inner;
};

Axis axis_of(const Napi::Value& value) {
  Axis axis;
  const auto array = value.As<Napi::TypedArray>();
  if (array.TypedArrayType() == napi_uint32_array) {
    axis.list = value.As<Napi::Uint32Array>().Data();
    axis.count = static_cast<int64_t>(array.ElementLength());
    return axis;
  }
  axis.runs = value.As<Napi::Float64Array>().Data();
  axis.run_count = array.ElementLength() / Axis::run_size;
  for_each_group(axis, [&](size_t first, size_t stop, int64_t tiles, int64_t) {
    for (size_t run = first; run < stop; ++run) axis.count += tiles * axis.length_of(run);
  });
  return axis;
}

// The strides and axes of a side; without strides it is dense: the product itself, from element `first` on.
Side side_of(const Napi::CallbackInfo& info, size_t at) {
  Side side;
  if (!info[at + 2].IsTypedArray()) return side;
  const auto strides = info[at + 2].As<Napi::Float64Array>();
  for (size_t d = 0; d < strides.ElementLength(); ++d)
    side.strides.push_back(static_cast<int64_t>(strides[d]));
  const auto axes = info[at + 3].As<Napi::Array>();
  for (uint32_t d = 0; d < axes.Length(); ++d) side.axes.push_back(axis_of(axes.Get(d)));
  return side;
}

void make_dense(Side& side, const Side& other, int64_t item) {
  side.axes.resize(other.axes.size());
  side.strides.resize(other.axes.size());
  for (size_t d = other.axes.size(); d-- > 0;) {
    Axis& axis = side.axes[d];
    axis.count = other.axes[d].count;
    side.strides[d] = item;
    item *= axis.count;
  }
  for (Axis& axis : side.axes) {
    const double run[] = {0, static_cast<double>(axis.count), 1, 1, 0};
    std::copy(run, run + Axis::run_size, axis.dense);
    axis.runs = axis.dense;
    axis.run_count = 1;
  }
}

// Offsets in bytes of the least and the greatest element that is copied.
void check_range(const Side& side, int64_t offset, int64_t bytes, int64_t item, int64_t first, int64_t last) {
  int64_t low = offset, high = offset;
  int64_t below = 1;
  for (size_t d = 1; d < side.axes.size(); ++d) below *= side.axes[d].count;
  for (size_t d = 0; d < side.axes.size(); ++d) {
    const Axis& axis = side.axes[d];
    int64_t least = 0, greatest = 0;
    if (d == 0)
      range_of(axis, first / below, (last - 1) / below, least, greatest);
    else
      range_of(axis, 0, axis.count - 1, least, greatest);
    const int64_t a = least * side.strides[d], b = greatest * side.strides[d];
    low += std::min(a, b);
    high += std::max(a, b);
  }
  if (low < 0 || high + item > bytes)
    throw NativeError("ERR_SELECTION", "Expected indices within memory of " + std::to_string(bytes) +
                                           " bytes but received ones that reach bytes " +
                                           std::to_string(low) + " to " + std::to_string(high + item));
}

struct Bytes {
  std::byte* data;
  int64_t length;
};

Bytes bytes_of(const Napi::Value& value) {
  auto array = value.As<Napi::Uint8Array>();
  return {reinterpret_cast<std::byte*>(array.Data()), static_cast<int64_t>(array.ElementLength())};
}

// memcpy -> copy_product(to, toOffset, toStrides, toAxes, from, fromOffset, fromStrides, fromAxes, itemBytes,
// first, count) Elements [first, first + count) of the product of the axes, row-major. A side whose strides
// are null is dense: its element `first` is at its offset. Offsets and strides are in bytes.
Napi::Value copy_product(const Napi::CallbackInfo& info) {
  const auto number = [&](size_t i) {
    return static_cast<int64_t>(info[i].As<Napi::Number>().DoubleValue());
  };
  const int64_t item = number(8), first = number(9), count = number(10);
  Side to = side_of(info, 0), from = side_of(info, 4);
  int64_t to_offset = number(1), from_offset = number(5);
  const bool is_to_dense = info[2].IsNull(), is_from_dense = info[6].IsNull();
  const Bytes to_bytes = bytes_of(info[0]), from_bytes = bytes_of(info[4]);
  if (is_to_dense) make_dense(to, from, item);
  if (is_from_dense) make_dense(from, to, item);
  int64_t size = 1;
  for (size_t d = 0; d < to.axes.size(); ++d) {
    if (to.axes.size() != from.axes.size() || to.axes[d].count != from.axes[d].count)
      throw NativeError("ERR_SHAPE", "Expected as many indices on both sides in every dimension");
    size *= to.axes[d].count;
  }
  if (first < 0 || count < 0 || first + count > size)
    throw NativeError("ERR_SELECTION",
                      "Expected a range within the " + std::to_string(size) + " elements of the product");
  if (count == 0) return info.Env().Undefined();
  const auto check = [&](const Side& side, bool is_dense, int64_t offset, int64_t length) {
    if (!is_dense) return check_range(side, offset, length, item, first, first + count);
    if (offset < 0 || offset + count * item > length)
      throw NativeError("ERR_SELECTION", "Expected a buffer for " + std::to_string(count) + " elements");
  };
  check(to, is_to_dense, to_offset, to_bytes.length);
  check(from, is_from_dense, from_offset, from_bytes.length);
  if (is_to_dense) to_offset -= first * item;
  if (is_from_dense) from_offset -= first * item;
  to.base = to_bytes.data + to_offset;
  from.base = from_bytes.data + from_offset;
  Copy(to, from, item).run(first, count);
  return info.Env().Undefined();
}

}  // namespace

void define_gather(Napi::Object exports) {
  define<copy_product>(exports, "copy_product");
}

}  // namespace distarray
