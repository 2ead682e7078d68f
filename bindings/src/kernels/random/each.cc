#include "kernels/random/each.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "common/native_error.h"
#include "kernels/random/deviates.h"
#include "kernels/random/elementary.h"

namespace distarray::random {
namespace {

// The words of elements, block by block: neighbours have words of the same one.
class Words {
 public:
  explicit Words(const Source& source) : _source(source) {}
  uint64_t operator[](uint64_t index) {
    if (index / 4 != _number) {
      _number = index / 4;
      _block = _source.block(_number);
    }
    return _block[index % 4];
  }

 private:
  Source _source;
  uint64_t _number = UINT64_MAX;
  Block _block{};
};

template <class T>
T read(const std::byte* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

template <class T, class Value>
void write(std::byte* to, Value value) {
  const auto element = static_cast<T>(value);
  std::memcpy(to, &element, sizeof element);
}

[[noreturn]] void refuse_order(const std::string& low, const std::string& high, const char* relation) {
  throw NativeError("ERR_ARGUMENT", std::string("Expected low ") + relation +
                                        " high for every element but received low " + low + " and high " +
                                        high);
}

// Element type and a function of two doubles and the flat index.
template <class Element, class Make>
Sample of_doubles(Make make) {
  return [make](uint64_t flat, const std::byte* first, const std::byte* second, std::byte* out) mutable {
    write<Element>(out, make(read<double>(first), read<double>(second), flat));
  };
}

// The greatest Real below `high`.
template <class Real>
double below(double high) {
  const auto near = static_cast<Real>(high);
  return near < high ? near : std::nextafter(near, -std::numeric_limits<Real>::infinity());
}

template <class Real>
Sample uniform(const Source& source) {
  return of_doubles<Real>([words = Words(source)](double low, double high, uint64_t flat) mutable -> double {
    if (!(low <= high)) refuse_order(std::to_string(low), std::to_string(high), "<=");
    if (std::isinf(high - low))
      throw NativeError("ERR_ARGUMENT", "Expected a finite high - low for every element but received low " +
                                            std::to_string(low) + " and high " + std::to_string(high));
    if (low == high) return low;
    const uint64_t word = words[flat];
    const double u = std::is_same_v<Real, float> ? static_cast<double>(word >> 40) * 0x1p-24 : unit(word);
    return std::min(low + (high - low) * u, below<Real>(high));
  });
}

template <class Real>
Sample real(const std::string& name, const Source& source) {
  if (name == "uniform") return uniform<Real>(source);
  if (name == "normal")
    return of_doubles<Real>([words = Words(source)](double mean, double std, uint64_t flat) mutable {
      const uint64_t pair = flat & ~uint64_t{1};
      const double u = positive_unit(words[pair]), v = unit(words[pair + 1]);
      return mean + std * (flat == pair ? normal(u, v) : second_normal(u, v));
    });
  if (name == "exponential")
    return of_doubles<Real>([words = Words(source)](double scale, double, uint64_t flat) mutable {
      return 0.0 - scale * log(positive_unit(words[flat]));
    });
  if (name == "gamma")
    return of_doubles<Real>([source](double shape, double scale, uint64_t flat) {
      return shape == 0 ? 0.0 : scale * Gamma(source, shape)(flat);
    });
  return nullptr;
}

// What is compared is signed or not; the sums wrap.
template <class Element, class Bound>
Sample integers(const Source& source, bool has_endpoint) {
  return [words = Words(source), has_endpoint](uint64_t flat, const std::byte* first, const std::byte* second,
                                               std::byte* out) mutable {
    const auto low = read<Bound>(first), high = read<Bound>(second);
    if (has_endpoint ? low > high : low >= high)
      refuse_order(std::to_string(low), std::to_string(high), has_endpoint ? "<=" : "<");
    const uint64_t range = static_cast<uint64_t>(high) - static_cast<uint64_t>(low) + (has_endpoint ? 1 : 0);
    const uint64_t word = words[flat];
    write<Element>(out, static_cast<uint64_t>(low) + (range == 0 ? word : multiply_high(word, range)));
  };
}

template <class Element>
Sample integers(const Source& source, IntegerRange range) {
  return range.is_unsigned ? integers<Element, uint64_t>(source, range.has_endpoint)
                           : integers<Element, int64_t>(source, range.has_endpoint);
}

}  // namespace

Sample make_sample(const std::string& name, size_t item, const Source& source, IntegerRange range) {
  if (name == "integers") {
    if (item == 1) return integers<uint8_t>(source, range);
    if (item == 2) return integers<uint16_t>(source, range);
    if (item == 4) return integers<uint32_t>(source, range);
    if (item == 8) return integers<uint64_t>(source, range);
    return nullptr;
  }
  if (item == 4) return real<float>(name, source);
  if (item != 8) return nullptr;
  if (name == "beta")
    return of_doubles<double>(
        [source](double a, double b, uint64_t flat) { return Beta(source, a, b)(flat); });
  if (name == "poisson")
    return of_doubles<int64_t>(
        [source](double mean, double, uint64_t flat) { return Poisson(source, mean)(flat); });
  if (name == "binomial")
    return of_doubles<int64_t>(
        [source](double n, double p, uint64_t flat) { return Binomial(source, n, p)(flat); });
  return real<double>(name, source);
}

void Each::gather(uint64_t first, uint64_t step, uint64_t count) {
  for (uint64_t i = 0; i < count; ++i) {
    _sample(first + i * step, _operands[0].data, _operands[1].data, _out);
    _out += _item;
    advance();
  }
}

void Each::advance() {
  for (size_t d = _extents.size(); d-- > 0;) {
    ++_index[d];
    for (Operand& operand : _operands) operand.data += operand.strides[d];
    if (_index[d] < _extents[d]) return;
    for (Operand& operand : _operands)
      operand.data -= operand.strides[d] * static_cast<std::ptrdiff_t>(_extents[d]);
    _index[d] = 0;
  }
}

}  // namespace distarray::random
