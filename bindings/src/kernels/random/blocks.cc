#include "kernels/random/blocks.h"

#include <array>
#include <type_traits>

// Others than the targets that are worth code of their own, and those whose vectors have no fixed length.
#define HWY_DISABLED_TARGETS (HWY_AVX3_DL | HWY_SSSE3 | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/random/blocks.cc"
#include <hwy/foreach_target.h>
// After it, because this one looks at the target.
#include <hwy/highway.h>

#include "kernels/random/elementary-inl.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::random {
namespace HWY_NAMESPACE {

using D = hn::CappedTag<double, block_multiple>;
using DU = hn::RebindToUnsigned<D>;
using V = hn::Vec<D>;
using VU = hn::Vec<DU>;
constexpr D d;
constexpr DU du;

// The words of as many blocks as a vector has lanes.
struct Words {
  VU w0, w1, w2, w3;
};

#if HWY_TARGET == HWY_AVX3
// The keys of all rounds.
struct Schedule {
  std::array<uint64_t, rounds> first, second;

  explicit Schedule(Key key) {
    for (size_t round = 0; round < rounds; ++round) {
      first[round] = key[0] + round * weyl[0];
      second[round] = key[1] + round * weyl[1];
    }
  }
};

// Both halves of the products with a constant, from four products of halves: vectors have no wider ones.
HWY_INLINE void multiply(VU x, uint64_t by, VU& high, VU& low) {
  const hn::Repartition<uint32_t, DU> d32;
  const VU mask = hn::Set(du, 0xFFFFFFFF);
  const auto by_low = hn::BitCast(d32, hn::Set(du, by & 0xFFFFFFFF)),
             by_high = hn::BitCast(d32, hn::Set(du, by >> 32));
  const auto x_low = hn::BitCast(d32, x), x_high = hn::BitCast(d32, hn::ShiftRight<32>(x));
  const VU low_low = hn::MulEven(x_low, by_low);
  const VU middle = hn::MulEven(x_high, by_low) + hn::ShiftRight<32>(low_low);
  const VU other = hn::MulEven(x_low, by_high) + hn::And(middle, mask);
  high = hn::MulEven(x_high, by_high) + hn::ShiftRight<32>(middle) + hn::ShiftRight<32>(other);
  low = hn::Or(hn::ShiftLeft<32>(other), hn::And(low_low, mask));
}

// Calls `body` with the words of blocks [i, i + lanes) and i, for each such i below n.
//
// Each round waits for the products of the one before, so several vectors of blocks go through the rounds
// together: the processor has something else to do meanwhile.
template <class Body>
HWY_INLINE void each_words(const Source& source, const uint64_t* blocks, size_t n, Body body) {
  constexpr size_t lanes = hn::MaxLanes(d), together = block_multiple / lanes;
  const Schedule keys(source.key);
  for (size_t i = 0; i < n; i += block_multiple) {
    Words words[together];
    for (size_t k = 0; k < together; ++k)
      words[k] = {hn::LoadU(du, blocks + i + k * lanes) + hn::Set(du, 1), hn::Zero(du),
                  hn::Set(du, source.draw), hn::Zero(du)};
    for (size_t round = 0; round < rounds; ++round) {
      const VU first = hn::Set(du, keys.first[round]), second = hn::Set(du, keys.second[round]);
      for (Words& w : words) {
        VU high0, low0, high1, low1;
        multiply(w.w0, multipliers[0], high0, low0);
        multiply(w.w2, multipliers[1], high1, low1);
        w = {hn::Xor(hn::Xor(high1, w.w1), first), low1, hn::Xor(hn::Xor(high0, w.w3), second), low0};
      }
    }
    for (size_t k = 0; k < together; ++k) body(words[k], i + k * lanes);
  }
}
#else
// The same by the processor's product of 64 bits by 64: faster than narrower vectors.
template <class Body>
HWY_INLINE void each_words(const Source& source, const uint64_t* blocks, size_t n, Body body) {
  HWY_ALIGN uint64_t planes[4][block_multiple];
  for (size_t i = 0; i < n; i += block_multiple) {
    for (size_t k = 0; k < block_multiple; ++k) {
      const Block block = source.block(blocks[i + k]);
      for (size_t w = 0; w < 4; ++w) planes[w][k] = block[w];
    }
    for (size_t k = 0; k < block_multiple; k += hn::Lanes(d))
      body(Words{hn::LoadU(du, planes[0] + k), hn::LoadU(du, planes[1] + k), hn::LoadU(du, planes[2] + k),
                 hn::LoadU(du, planes[3] + k)},
           i + k);
  }
}
#endif

// Exact: the integers are below 2^53.
HWY_INLINE V to_double(VU small) {
  return hn::ConvertTo(d, hn::BitCast(hn::RebindToSigned<DU>(), small));
}

HWY_INLINE V to_unit(VU word) {
  return to_double(hn::ShiftRight<11>(word)) * hn::Set(d, 0x1p-53);
}

HWY_INLINE V to_positive_unit(VU word) {
  return to_double(hn::ShiftRight<11>(word) + hn::Set(du, 1)) * hn::Set(d, 0x1p-53);
}

HWY_INLINE void store(V a, V b, V c, V e, double* out) {
  hn::StoreInterleaved4(a, b, c, e, d, out);
}

HWY_INLINE void store(V a, V b, V c, V e, float* out) {
  const hn::Rebind<float, D> df;
  hn::StoreInterleaved4(hn::DemoteTo(df, a), hn::DemoteTo(df, b), hn::DemoteTo(df, c), hn::DemoteTo(df, e),
                        df, out);
}

void words(const Source& source, const uint64_t* blocks, size_t n, uint64_t* out) {
  each_words(source, blocks, n, [out](const Words& w, size_t i) HWY_ATTR {
    hn::StoreInterleaved4(w.w0, w.w1, w.w2, w.w3, du, out + 4 * i);
  });
}

template <class Real>
void uniform(const Source& source, const uint64_t* blocks, size_t n, const Affine& map, Real* out) {
  each_words(source, blocks, n, [map, out](const Words& w, size_t i) HWY_ATTR {
    const auto value = [map](VU word) HWY_ATTR {
      // A float has 24 bits.
      const V u = std::is_same_v<Real, float> ? to_double(hn::ShiftRight<40>(word)) * hn::Set(d, 0x1p-24)
                                              : to_unit(word);
      return hn::Min(hn::Set(d, map.a) + hn::Set(d, map.b) * u, hn::Set(d, map.limit));
    };
    store(value(w.w0), value(w.w1), value(w.w2), value(w.w3), out + 4 * i);
  });
}

template <class Real>
void normal(const Source& source, const uint64_t* blocks, size_t n, const Affine& map, Real* out) {
  each_words(source, blocks, n, [map, out](const Words& w, size_t i) HWY_ATTR {
    const V a = hn::Set(d, map.a), b = hn::Set(d, map.b);
    V z0, z1, z2, z3;
    normal_pair(d, to_positive_unit(w.w0), to_unit(w.w1), z0, z1);
    normal_pair(d, to_positive_unit(w.w2), to_unit(w.w3), z2, z3);
    store(a + b * z0, a + b * z1, a + b * z2, a + b * z3, out + 4 * i);
  });
}

template <class Real>
void exponential(const Source& source, const uint64_t* blocks, size_t n, const Affine& map, Real* out) {
  each_words(source, blocks, n, [map, out](const Words& w, size_t i) HWY_ATTR {
    const auto value = [map](VU word) HWY_ATTR {
      // Not negated before the sum: -log(1) would be -0.
      return hn::Set(d, map.a) - hn::Set(d, map.b) * log(d, to_positive_unit(word));
    };
    store(value(w.w0), value(w.w1), value(w.w2), value(w.w3), out + 4 * i);
  });
}

template <class Real>
void fill_any(Kind kind, const Source& source, const uint64_t* blocks, size_t n, const Affine& map,
              Real* out) {
  switch (kind) {
    case Kind::uniform:
      return uniform(source, blocks, n, map, out);
    case Kind::normal:
      return normal(source, blocks, n, map, out);
    case Kind::exponential:
      return exponential(source, blocks, n, map, out);
  }
}

// HWY_EXPORT takes no templates.
void floats(Kind kind, const Source& source, const uint64_t* blocks, size_t n, const Affine& map,
            float* out) {
  fill_any(kind, source, blocks, n, map, out);
}

void doubles(Kind kind, const Source& source, const uint64_t* blocks, size_t n, const Affine& map,
             double* out) {
  fill_any(kind, source, blocks, n, map, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace distarray::random
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::random {

HWY_EXPORT(words);
HWY_EXPORT(floats);
HWY_EXPORT(doubles);

void fill_words(const Source& source, const uint64_t* blocks, size_t n, uint64_t* out) {
  HWY_DYNAMIC_DISPATCH(words)(source, blocks, n, out);
}

void fill_reals(Kind kind, const Source& source, const uint64_t* blocks, size_t n, const Affine& map,
                float* out) {
  HWY_DYNAMIC_DISPATCH(floats)(kind, source, blocks, n, map, out);
}

void fill_reals(Kind kind, const Source& source, const uint64_t* blocks, size_t n, const Affine& map,
                double* out) {
  HWY_DYNAMIC_DISPATCH(doubles)(kind, source, blocks, n, map, out);
}

}  // namespace distarray::random
#endif
