#include "kernels/random/kernels.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <utility>
#include <vector>

#include "kernels/random/deviates.h"
#include "kernels/random/permutation.h"

namespace distarray::random {
namespace {

// uniform: a + b u, at most `limit`. normal: a + b z. exponential: a - b log(u).
template <class Real>
class Reals : public Kernel {
 public:
  Reals(Kind kind, const Parameters& p)
      : Kernel(sizeof(Real), 2), _kind(kind), _source(p.source), _map{p.a, p.b, p.limit} {}

  void make(const uint64_t* blocks, size_t n, std::byte* out) const override {
    fill_reals(_kind, _source, blocks, n, _map, reinterpret_cast<Real*>(out));
  }

 private:
  Kind _kind;
  Source _source;
  Affine _map;
};

// The bytes of the words, lowest first: 32 elements per block.
class Bytes : public Kernel {
 public:
  explicit Bytes(const Parameters& p) : Kernel(1, 5), _source(p.source) {}

  void make(const uint64_t* blocks, size_t n, std::byte* out) const override {
    alignas(64) std::array<uint64_t, 4 * block_multiple> words;
    for (size_t i = 0; i < n; i += block_multiple) {
      fill_words(_source, blocks + i, block_multiple, words.data());
      for (size_t k = 0; k < words.size() && i + k / 4 < n; ++k)
        for (size_t byte = 0; byte < 8; ++byte)
          out[32 * i + 8 * k + byte] = static_cast<std::byte>(words[k] >> (8 * byte));
    }
  }

 private:
  Source _source;
};

// One word per element, turned into `Element` by `convert`.
template <class Element, class Convert>
class PerWord : public Kernel {
 public:
  PerWord(const Source& source, Convert convert)
      : Kernel(sizeof(Element), 2), _source(source), _convert(std::move(convert)) {}

  void make(const uint64_t* blocks, size_t n, std::byte* out) const override {
    alignas(64) std::array<uint64_t, 4 * block_multiple> words;
    auto* to = reinterpret_cast<Element*>(out);
    for (size_t i = 0; i < n; i += block_multiple) {
      fill_words(_source, blocks + i, block_multiple, words.data());
      const size_t made = 4 * std::min(block_multiple, n - i);
      for (size_t k = 0; k < made; ++k) to[4 * i + k] = _convert(words[k]);
    }
  }

 private:
  Source _source;
  Convert _convert;
};

template <class Element, class Convert>
std::unique_ptr<Kernel> per_word(const Source& source, Convert convert) {
  return std::make_unique<PerWord<Element, Convert>>(source, std::move(convert));
}

// One call of `sample` per element.
template <class Element, class Sample>
class PerElement : public Kernel {
 public:
  explicit PerElement(Sample sample) : Kernel(sizeof(Element), 0), _sample(std::move(sample)) {}

  void make(const uint64_t* indices, size_t n, std::byte* out) const override {
    auto* to = reinterpret_cast<Element*>(out);
    for (size_t i = 0; i < n; ++i) to[i] = static_cast<Element>(_sample(indices[i]));
  }

 private:
  Sample _sample;
};

template <class Element, class Sample>
std::unique_ptr<Kernel> per_element(Sample sample) {
  return std::make_unique<PerElement<Element, Sample>>(std::move(sample));
}

std::unique_ptr<Kernel> reals(Kind kind, size_t item, const Parameters& p) {
  if (item == 4) return std::make_unique<Reals<float>>(kind, p);
  if (item == 8) return std::make_unique<Reals<double>>(kind, p);
  return nullptr;
}

// first: the lowest integer; second: how many there are, 0 for 2^64. The upper half of the product with a
// word: no rejection, and no chance is off by more than 2^-64.
template <class Element>
std::unique_ptr<Kernel> integers(const Parameters& p) {
  return per_word<Element>(p.source, [low = p.first, range = p.second](uint64_t word) {
    return static_cast<Element>(low + (range == 0 ? word : multiply_high(word, range)));
  });
}

std::unique_ptr<Kernel> integers_of(size_t item, const Parameters& p) {
  switch (item) {
    case 1:
      return integers<uint8_t>(p);
    case 2:
      return integers<uint16_t>(p);
    case 4:
      return integers<uint32_t>(p);
    case 8:
      return integers<uint64_t>(p);
    default:
      return nullptr;
  }
}

// table: weights of 0 .. table_length - 1.
std::unique_ptr<Kernel> choice(const Parameters& p) {
  std::vector<double> sums(p.table_length);
  std::partial_sum(p.table, p.table + p.table_length, sums.begin());
  for (double& sum : sums) sum /= sums.back();
  return per_word<int64_t>(p.source, [sums = std::move(sums)](uint64_t word) {
    return std::upper_bound(sums.begin(), sums.end(), unit(word)) - sums.begin();
  });
}

// The same, without replacement. first: how many are drawn.
std::unique_ptr<Kernel> weighted(const Parameters& p) {
  return per_element<int64_t>([order = weighted_order(p.source, p.table, p.table_length, p.first)](
                                  uint64_t index) { return order.at(index); });
}

// a: shape, b: scale.
template <class Real>
std::unique_ptr<Kernel> gamma(const Parameters& p) {
  return per_element<Real>(
      [gamma = Gamma(p.source, p.a), scale = p.b](uint64_t index) { return scale * gamma(index); });
}

}  // namespace

std::unique_ptr<Kernel> make_kernel(const std::string& name, size_t item, const Parameters& p) {
  if (name == "uniform") return reals(Kind::uniform, item, p);
  if (name == "normal") return reals(Kind::normal, item, p);
  if (name == "exponential") return reals(Kind::exponential, item, p);
  if (name == "integers") return integers_of(item, p);
  if (name == "bytes" && item == 1) return std::make_unique<Bytes>(p);
  if (name == "gamma" && item == 4) return gamma<float>(p);
  if (item != 8) return nullptr;
  if (name == "gamma") return gamma<double>(p);
  if (name == "beta") return per_element<double>(Beta(p.source, p.a, p.b));
  if (name == "poisson") return per_element<int64_t>(Poisson(p.source, p.a));
  if (name == "binomial") return per_element<int64_t>(Binomial(p.source, p.a, p.b));
  if (name == "permutation") return per_element<int64_t>(Permutation(p.source, p.first));
  if (name == "choice") return choice(p);
  if (name == "weighted") return weighted(p);
  return nullptr;
}

}  // namespace distarray::random
