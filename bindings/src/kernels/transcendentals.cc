// Transcendental functions of real numbers, a vector at a time.
#include <cstring>
#include <type_traits>

#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/transcendentals.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include "kernels/map.h"
#include "kernels/vector_math.h"
HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

template <class T>
constexpr std::ptrdiff_t lanes = sizeof(Vector<T>) / sizeof(T);

template <class T>
Vector<T> load(const T* a) {
  Vector<T> vector;
  std::memcpy(&vector, a, sizeof vector);
  return vector;
}

template <class T>
void store(Vector<T> vector, T* r) {
  std::memcpy(r, &vector, sizeof vector);
}

// The last elements, fewer than a vector. The lanes beyond them are 1, where every function is quick.
template <class T>
Vector<T> load_part(const T* a, std::ptrdiff_t n) {
  T part[lanes<T>];
  for (std::ptrdiff_t i = 0; i < lanes<T>; ++i) part[i] = i < n ? a[i] : static_cast<T>(1);
  return load(part);
}

template <class T>
void store_part(Vector<T> vector, T* r, std::ptrdiff_t n) {
  std::memcpy(r, &vector, static_cast<std::size_t>(n) * sizeof(T));
}

template <class Op, class T, bool ahead>
void vectors1(const void* const* inputs, void* output, std::ptrdiff_t n) {
  const auto* a = static_cast<const T*>(inputs[0]);
  auto* r = static_cast<T*>(output);
  std::ptrdiff_t i = 0;
  for (; i + lanes<T> <= n; i += lanes<T>) {
    if constexpr (ahead) fetch<lanes<T>>(a + i);
    store(Op::apply(load(a + i)), r + i);
  }
  if (i < n) store_part(Op::apply(load_part(a + i, n - i)), r + i, n - i);
}

template <class Op, class T, bool ahead>
void vectors2(const void* const* inputs, void* output, std::ptrdiff_t n) {
  const auto* a = static_cast<const T*>(inputs[0]);
  const auto* b = static_cast<const T*>(inputs[1]);
  auto* r = static_cast<T*>(output);
  std::ptrdiff_t i = 0;
  for (; i + lanes<T> <= n; i += lanes<T>) {
    if constexpr (ahead) {
      fetch<lanes<T>>(a + i);
      fetch<lanes<T>>(b + i);
    }
    store(Op::apply(load(a + i), load(b + i)), r + i);
  }
  if (i < n) store_part(Op::apply(load_part(a + i, n - i), load_part(b + i, n - i)), r + i, n - i);
}

template <class Op, class T>
void unary_of(LoopList& list, const char* name) {
  list.add({name, 1, {dtype_of<T>}, dtype_of<T>, vectors1<Op, T, false>, vectors1<Op, T, true>});
}

template <class Op>
void unary(LoopList& list, const char* name) {
  unary_of<Op, float>(list, name);
  unary_of<Op, double>(list, name);
}

template <class Op, class T>
void binary_of(LoopList& list, const char* name) {
  list.add({name, 2, {dtype_of<T>, dtype_of<T>}, dtype_of<T>, vectors2<Op, T, false>, vectors2<Op, T, true>});
}

template <class Op>
void binary(LoopList& list, const char* name) {
  binary_of<Op, float>(list, name);
  binary_of<Op, double>(list, name);
}

}  // namespace

void transcendentals(LoopList& list) {
  unary<Exp>(list, "exp");
  unary<Exp2>(list, "exp2");
  unary<Expm1>(list, "expm1");
  unary<Log>(list, "log");
  unary<Log1p>(list, "log1p");
  unary<Log2>(list, "log2");
  unary<Log10>(list, "log10");
  unary<Sin>(list, "sin");
  unary<Cos>(list, "cos");
  unary<Tan>(list, "tan");
  unary<Asin>(list, "asin");
  unary<Acos>(list, "acos");
  unary<Atan>(list, "atan");
  unary<Sinh>(list, "sinh");
  unary<Cosh>(list, "cosh");
  unary<Tanh>(list, "tanh");
  unary<Asinh>(list, "asinh");
  unary<Acosh>(list, "acosh");
  unary<Atanh>(list, "atanh");
  unary<Cbrt>(list, "cbrt");
  unary<Erf>(list, "erf");
  unary<Erfc>(list, "erfc");
  binary<Atan2>(list, "atan2");
  binary<Hypot>(list, "hypot");
  binary<Pow>(list, "pow");
}
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(transcendentals);

void add_transcendentals(LoopList& list) {
  HWY_DYNAMIC_DISPATCH(transcendentals)(list);
}

}  // namespace distarray::kernels
#endif
