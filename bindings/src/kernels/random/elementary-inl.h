// Logarithm, sine and cosine of vectors of doubles, from +, -, *, / and sqrt alone, each rounded by itself
// (compile with -ffp-contract=off): so every lane, every vector width and every processor that rounds as IEEE
// 754 says gives the same bits, which the vector functions of a C library do not promise. Errors are below 2
// units in the last place.
//
// Included once per target, see blocks.cc.
#if defined(DISTARRAY_RANDOM_ELEMENTARY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef DISTARRAY_RANDOM_ELEMENTARY_INL_H_
#undef DISTARRAY_RANDOM_ELEMENTARY_INL_H_
#else
#define DISTARRAY_RANDOM_ELEMENTARY_INL_H_
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace distarray::random {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// c[0] + c[1] x + c[2] x^2 + ...
template <class D, class V = hn::Vec<D>, size_t n>
HWY_INLINE V polynomial(D d, V x, const double (&c)[n]) {
  V sum = hn::Set(d, c[n - 1]);
  for (size_t k = n - 1; k > 0; --k) sum = sum * x + hn::Set(d, c[k - 1]);
  return sum;
}

// log(x) of positive normal numbers: x = 2^e m with m in [sqrt(1/2), sqrt(2)), and the series of
// log((1 + s) / (1 - s)) for s = (m - 1) / (m + 1).
template <class D, class V = hn::Vec<D>>
HWY_INLINE V log(D d, V x) {
  constexpr uint64_t root_half = 0x3FE6A09E667F3BCD, one = 0x3FF0000000000000;
  static constexpr double series[] = {2. / 3,  2. / 5,  2. / 7,  2. / 9, 2. / 11,
                                      2. / 13, 2. / 15, 2. / 17, 2. / 19};
  const hn::RebindToUnsigned<D> du;
  const auto shifted = hn::BitCast(du, x) + hn::Set(du, one - root_half);
  const auto mantissa = hn::And(shifted, hn::Set(du, (uint64_t{1} << 52) - 1)) + hn::Set(du, root_half);
  // The biased exponent, turned into a double by placing it in the mantissa of 2^52.
  const auto biased = hn::Or(hn::ShiftRight<52>(shifted), hn::Set(du, 0x4330000000000000));
  const V e = hn::BitCast(d, biased) - hn::Set(d, 0x1p52 + 1023);
  const V f = hn::BitCast(d, mantissa) - hn::Set(d, 1.0);
  const V s = f / (hn::Set(d, 2.0) + f);
  const V z = s * s;
  const V r = z * polynomial(d, z, series);
  // log(1 + f) = f - f^2/2 + s (f^2/2 + r): the large part f is exact. log(2) in two parts, the first of 32
  // bits, so that its product with e is exact.
  const V half_square = hn::Set(d, 0.5) * f * f;
  const V small = half_square - (s * (half_square + r) + e * hn::Set(d, 1.90821492927058770002e-10));
  return e * hn::Set(d, 6.93147180369123816490e-01) - (small - f);
}

// sin(2 pi u) and cos(2 pi u) for u in [0, 1), by the nearest quarter turn.
template <class D, class V = hn::Vec<D>>
HWY_INLINE void sin_cos_turns(D d, V u, V& sine, V& cosine) {
  static constexpr double sine_series[] = {-1. / 6,        1. / 120,        -1. / 5040,        1. / 362880,
                                           -1. / 39916800, 1. / 6227020800, -1. / 1307674368e3};
  static constexpr double cosine_series[] = {
      1. / 24, -1. / 720, 1. / 40320, -1. / 3628800, 1. / 479001600, -1. / 87178291200, 1. / 20922789888e3};
  const hn::RebindToUnsigned<D> du;
  // Doubles near 1.5 * 2^50 are a quarter apart: the sum rounds to one, whose last bits count quarters.
  const V big = hn::Set(d, 0x1.8p50);
  const V rounded = u + big;
  const auto quarter = hn::BitCast(du, rounded);
  const V x = (u - (rounded - big)) * hn::Set(d, 6.283185307179586476925);
  const V z = x * x;
  const V s = x + x * (z * polynomial(d, z, sine_series));
  const V c = hn::Set(d, 1.0) - (hn::Set(d, 0.5) * z - z * z * polynomial(d, z, cosine_series));
  const auto is_odd =
      hn::MaskFromVec(hn::BitCast(d, hn::VecFromMask(du, hn::TestBit(quarter, hn::Set(du, 1)))));
  const auto sign = hn::Set(du, uint64_t{1} << 63);
  const auto sine_sign = hn::And(hn::ShiftLeft<62>(quarter), sign);
  const auto cosine_sign = hn::And(hn::ShiftLeft<62>(quarter + hn::Set(du, 1)), sign);
  sine = hn::Xor(hn::IfThenElse(is_odd, c, s), hn::BitCast(d, sine_sign));
  cosine = hn::Xor(hn::IfThenElse(is_odd, s, c), hn::BitCast(d, cosine_sign));
}

// Two normal deviates from u in (0, 1] and v in [0, 1) (Box and Muller 1958).
template <class D, class V = hn::Vec<D>>
HWY_INLINE void normal_pair(D d, V u, V v, V& first, V& second) {
  const V radius = hn::Sqrt(hn::Set(d, -2.0) * log(d, u));
  V sine, cosine;
  sin_cos_turns(d, v, sine, cosine);
  first = radius * cosine;
  second = radius * sine;
}

}  // namespace HWY_NAMESPACE
}  // namespace distarray::random
HWY_AFTER_NAMESPACE();

#endif
