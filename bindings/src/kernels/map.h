// From an operation on one element to loops: one for each element type of a list. Compiled once for each
// instruction set, by which the compiler vectorizes the plain loops below.
#if defined(DISTARRAY_KERNELS_MAP) == defined(HWY_TARGET_TOGGLE)
#ifdef DISTARRAY_KERNELS_MAP
#undef DISTARRAY_KERNELS_MAP
#else
#define DISTARRAY_KERNELS_MAP
#endif

#include <hwy/highway.h>

#include "kernels/fetch.h"
#include "kernels/loop.h"
#include "kernels/types.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {

// ivdep: an output that overlaps an input is that input, so no element is read after it is written.
// Unrolled, as operands that are in the first-level cache come as fast as the loop asks for them.
template <class Op, class R, class A>
void map1(const void* const* inputs, void* output, std::ptrdiff_t n) {
  const auto* a = static_cast<const A*>(inputs[0]);
  auto* r = static_cast<R*>(output);
#pragma GCC ivdep
#pragma GCC unroll 4
  for (std::ptrdiff_t i = 0; i < n; ++i) r[i] = Op::template apply<R>(a[i]);
}

template <class Op, class R, class A, class B>
void map2(const void* const* inputs, void* output, std::ptrdiff_t n) {
  const auto* a = static_cast<const A*>(inputs[0]);
  const auto* b = static_cast<const B*>(inputs[1]);
  auto* r = static_cast<R*>(output);
#pragma GCC ivdep
#pragma GCC unroll 4
  for (std::ptrdiff_t i = 0; i < n; ++i) r[i] = Op::template apply<R>(a[i], b[i]);
}

template <class Op, class R, class A, class B, class C>
void map3(const void* const* inputs, void* output, std::ptrdiff_t n) {
  const auto* a = static_cast<const A*>(inputs[0]);
  const auto* b = static_cast<const B*>(inputs[1]);
  const auto* c = static_cast<const C*>(inputs[2]);
  auto* r = static_cast<R*>(output);
#pragma GCC ivdep
#pragma GCC unroll 4
  for (std::ptrdiff_t i = 0; i < n; ++i) r[i] = Op::template apply<R>(a[i], b[i], c[i]);
}

// As map1 and map2, for inputs that come from memory. Unrolled, a block would not be made of vectors.
template <class Op, class R, class A>
void map1_ahead(const void* const* inputs, void* output, std::ptrdiff_t n) {
  constexpr std::ptrdiff_t block = elements_at_once<A>;
  const auto* a = static_cast<const A*>(inputs[0]);
  auto* r = static_cast<R*>(output);
  for (; n >= block; n -= block, a += block, r += block) {
    fetch<block>(a);
#pragma GCC ivdep
#pragma GCC unroll 1
    for (std::ptrdiff_t i = 0; i < block; ++i) r[i] = Op::template apply<R>(a[i]);
  }
  const void* const rest[] = {a};
  map1<Op, R, A>(rest, r, n);
}

template <class Op, class R, class A, class B>
void map2_ahead(const void* const* inputs, void* output, std::ptrdiff_t n) {
  constexpr std::ptrdiff_t block = elements_at_once<A>;
  const auto* a = static_cast<const A*>(inputs[0]);
  const auto* b = static_cast<const B*>(inputs[1]);
  auto* r = static_cast<R*>(output);
  for (; n >= block; n -= block, a += block, b += block, r += block) {
    fetch<block>(a);
    fetch<block>(b);
#pragma GCC ivdep
#pragma GCC unroll 1
    for (std::ptrdiff_t i = 0; i < block; ++i) r[i] = Op::template apply<R>(a[i], b[i]);
  }
  const void* const rest[] = {a, b};
  map2<Op, R, A, B>(rest, r, n);
}

template <class Op, class R, class A>
void add1(LoopList& list, const char* name) {
  list.add(
      {name, 1, {dtype_of<A>}, dtype_of<R>, map1<Op, R, A>, is_fetched<A> ? map1_ahead<Op, R, A> : nullptr});
}

template <class Op, class R, class A, class B>
void add2(LoopList& list, const char* name) {
  list.add({name,
            2,
            {dtype_of<A>, dtype_of<B>},
            dtype_of<R>,
            map2<Op, R, A, B>,
            is_fetched<A> && is_fetched<B> ? map2_ahead<Op, R, A, B> : nullptr});
}

template <class Op, class R, class A, class B, class C>
void add3(LoopList& list, const char* name) {
  list.add({name, 3, {dtype_of<A>, dtype_of<B>, dtype_of<C>}, dtype_of<R>, map3<Op, R, A, B, C>});
}

// (T) -> T for each T
template <class Op, class... T>
void unary(LoopList& list, const char* name, Types<T...>) {
  (add1<Op, T, T>(list, name), ...);
}

// (T, T) -> T for each T
template <class Op, class... T>
void binary(LoopList& list, const char* name, Types<T...>) {
  (add2<Op, T, T, T>(list, name), ...);
}

// (T, T) -> bool for each T
template <class Op, class... T>
void compare(LoopList& list, const char* name, Types<T...>) {
  (add2<Op, Bool, T, T>(list, name), ...);
}

// (T) -> bool for each T
template <class Op, class... T>
void test(LoopList& list, const char* name, Types<T...>) {
  (add1<Op, Bool, T>(list, name), ...);
}

}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
