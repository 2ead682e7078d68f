// Arithmetic of complex numbers, by parts as NumPy does it.
#include <cstring>

#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/complex_arithmetic.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include "kernels/map.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// Products are not left to the compiler: of adjacent real and imaginary parts it makes fused products and
// sums in spite of -ffp-contract=off (GCC 12), with which x / x is not 1. Here real and imaginary parts are
// in vectors of their own.
struct Product {
  template <class V>
  static void apply(V a, V a_im, V b, V b_im, V& re, V& im) {
    re = hn::Sub(hn::Mul(a, b), hn::Mul(a_im, b_im));
    im = hn::Add(hn::Mul(a, b_im), hn::Mul(a_im, b));
  }
};

// Smith's algorithm: divides by the larger part first, so that squares do not overflow. Communications of the
// ACM 5 (1962), algorithm 116. A zero divisor gives infinities and NaNs as dividing each part by it does.
struct Quotient {
  template <class V>
  static void apply(V a, V a_im, V b, V b_im, V& re, V& im) {
    const hn::DFromV<V> d;
    const auto is_real_larger = hn::Ge(hn::Abs(b), hn::Abs(b_im));
    const V larger = hn::IfThenElse(is_real_larger, b, b_im),
            smaller = hn::IfThenElse(is_real_larger, b_im, b);
    const V with = hn::IfThenElse(is_real_larger, a, a_im), across = hn::IfThenElse(is_real_larger, a_im, a);
    const V ratio = hn::Div(smaller, larger);
    const V scale = hn::Div(hn::Set(d, 1), hn::Add(larger, hn::Mul(smaller, ratio)));
    const V crossed = hn::Mul(with, ratio);
    const V difference = hn::IfThenElse(is_real_larger, hn::Sub(across, crossed), hn::Sub(crossed, across));
    const auto is_zero = hn::And(hn::Eq(b, hn::Zero(d)), hn::Eq(b_im, hn::Zero(d)));
    re = hn::IfThenElse(is_zero, hn::Div(a, hn::Abs(b)),
                        hn::Mul(hn::Add(with, hn::Mul(across, ratio)), scale));
    im = hn::IfThenElse(is_zero, hn::Div(a_im, hn::Abs(b)), hn::Mul(difference, scale));
  }
};

// 1 / b in the same way.
struct Inverse {
  template <class V>
  static void apply(V b, V b_im, V, V, V& re, V& im) {
    const hn::DFromV<V> d;
    const auto is_real_larger = hn::Ge(hn::Abs(b), hn::Abs(b_im));
    const V larger = hn::IfThenElse(is_real_larger, b, b_im),
            smaller = hn::IfThenElse(is_real_larger, b_im, b);
    const V ratio = hn::Div(smaller, larger), one = hn::Set(d, 1);
    const V divisor = hn::Add(larger, hn::Mul(smaller, ratio));
    re = hn::Div(hn::IfThenElse(is_real_larger, one, ratio), divisor);
    im = hn::Div(hn::Neg(hn::IfThenElse(is_real_larger, ratio, one)), divisor);
  }
};

// One vector of complex numbers; r may be a or b.
template <class Op, class T>
void apply_vector(const T* a, const T* b, T* r) {
  const hn::ScalableTag<T> d;
  auto a_re = hn::Zero(d), a_im = a_re, b_re = a_re, b_im = a_re, re = a_re, im = a_re;
  hn::LoadInterleaved2(d, a, a_re, a_im);
  hn::LoadInterleaved2(d, b, b_re, b_im);
  Op::apply(a_re, a_im, b_re, b_im, re, im);
  hn::StoreInterleaved2(re, im, d, r);
}

template <class Op, class T>
void by_vectors(const T* a, const T* b, T* r, std::ptrdiff_t n) {
  const auto lanes = static_cast<std::ptrdiff_t>(hn::Lanes(hn::ScalableTag<T>()));
  std::ptrdiff_t i = 0;
  for (; i + lanes <= n; i += lanes) apply_vector<Op>(a + 2 * i, b + 2 * i, r + 2 * i);
  if (i == n) return;
  T a_part[2 * hn::MaxLanes(hn::ScalableTag<T>())] = {}, b_part[2 * hn::MaxLanes(hn::ScalableTag<T>())] = {};
  const auto bytes = static_cast<std::size_t>(2 * (n - i)) * sizeof(T);
  std::memcpy(a_part, a + 2 * i, bytes);
  std::memcpy(b_part, b + 2 * i, bytes);
  apply_vector<Op>(a_part, b_part, a_part);
  std::memcpy(r + 2 * i, a_part, bytes);
}

template <class Op, class T>
void vectors1(const void* const* inputs, void* output, std::ptrdiff_t n) {
  const auto* a = static_cast<const T*>(inputs[0]);
  by_vectors<Op>(a, a, static_cast<T*>(output), n);
}

template <class Op, class T>
void vectors2(const void* const* inputs, void* output, std::ptrdiff_t n) {
  by_vectors<Op>(static_cast<const T*>(inputs[0]), static_cast<const T*>(inputs[1]), static_cast<T*>(output),
                 n);
}

template <class Op>
void vector_unary(LoopList& list, const char* name) {
  list.add({name, 1, {DType::complex64}, DType::complex64, vectors1<Op, float>});
  list.add({name, 1, {DType::complex128}, DType::complex128, vectors1<Op, double>});
}

template <class Op>
void vector_binary(LoopList& list, const char* name) {
  list.add({name, 2, {DType::complex64, DType::complex64}, DType::complex64, vectors2<Op, float>});
  list.add({name, 2, {DType::complex128, DType::complex128}, DType::complex128, vectors2<Op, double>});
}

struct Add {
  template <class T>
  static T apply(T a, T b) {
    return {a.re + b.re, a.im + b.im};
  }
};

struct Subtract {
  template <class T>
  static T apply(T a, T b) {
    return {a.re - b.re, a.im - b.im};
  }
};

struct Negative {
  template <class T>
  static T apply(T a) {
    return {-a.re, -a.im};
  }
};

struct Positive {
  template <class T>
  static T apply(T a) {
    return a;
  }
};

struct Conj {
  template <class T>
  static T apply(T a) {
    return {a.re, -a.im};
  }
};

struct Real {
  template <class R>
  static R apply(Complex<R> a) {
    return a.re;
  }
};

struct Imag {
  template <class R>
  static R apply(Complex<R> a) {
    return a.im;
  }
};

struct Make {
  template <class R, class T>
  static R apply(T re, T im) {
    return {re, im};
  }
};

}  // namespace

void complex_arithmetic(LoopList& list) {
  binary<Add>(list, "add", Complexes{});
  binary<Subtract>(list, "subtract", Complexes{});
  vector_binary<Product>(list, "multiply");
  vector_binary<Quotient>(list, "divide");
  unary<Negative>(list, "negative", Complexes{});
  unary<Positive>(list, "positive", Complexes{});
  vector_unary<Product>(list, "square");
  vector_unary<Inverse>(list, "reciprocal");
  unary<Conj>(list, "conj", Complexes{});
  add1<Real, float, Complex<float>>(list, "real");
  add1<Real, double, Complex<double>>(list, "real");
  add1<Imag, float, Complex<float>>(list, "imag");
  add1<Imag, double, Complex<double>>(list, "imag");
  add2<Make, Complex<float>, float, float>(list, "makeComplex");
  add2<Make, Complex<double>, double, double>(list, "makeComplex");
}
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(complex_arithmetic);

void add_complex_arithmetic(LoopList& list) {
  HWY_DYNAMIC_DISPATCH(complex_arithmetic)(list);
}

}  // namespace distarray::kernels
#endif
