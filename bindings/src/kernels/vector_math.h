// The vector functions of glibc's libmvec for one instruction set; elsewhere than on x86-64 the scalar ones
// of libm. <math.h> declares them only under -ffast-math, which the kernels must not have; their names are
// fixed by the vector function ABI of x86-64. They are accurate to 4 ulp and have libm's special values:
// test/bindings measures it.
#if defined(DISTARRAY_KERNELS_VECTOR_MATH) == defined(HWY_TARGET_TOGGLE)
#ifdef DISTARRAY_KERNELS_VECTOR_MATH
#undef DISTARRAY_KERNELS_VECTOR_MATH
#else
#define DISTARRAY_KERNELS_VECTOR_MATH
#endif

#include <hwy/highway.h>

#include <cmath>

// Bytes of a vector, and the name of `function` of `arguments` (v or vv) on vectors of doubles and of floats.
#undef DISTARRAY_VECTOR_BYTES
#undef DISTARRAY_DOUBLES
#undef DISTARRAY_SINGLES
#if HWY_TARGET == HWY_AVX3
#define DISTARRAY_VECTOR_BYTES 64
#define DISTARRAY_DOUBLES(arguments, function) _ZGVeN8##arguments##_##function
#define DISTARRAY_SINGLES(arguments, function) _ZGVeN16##arguments##_##function##f
#elif HWY_TARGET == HWY_AVX2
#define DISTARRAY_VECTOR_BYTES 32
#define DISTARRAY_DOUBLES(arguments, function) _ZGVdN4##arguments##_##function
#define DISTARRAY_SINGLES(arguments, function) _ZGVdN8##arguments##_##function##f
#elif HWY_ARCH_X86_64
#define DISTARRAY_VECTOR_BYTES 16
#define DISTARRAY_DOUBLES(arguments, function) _ZGVbN2##arguments##_##function
#define DISTARRAY_SINGLES(arguments, function) _ZGVbN4##arguments##_##function##f
#endif

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {

#undef DISTARRAY_UNARY_FUNCTION
#undef DISTARRAY_BINARY_FUNCTION
#ifdef DISTARRAY_VECTOR_BYTES

typedef double Doubles __attribute__((vector_size(DISTARRAY_VECTOR_BYTES)));
typedef float Singles __attribute__((vector_size(DISTARRAY_VECTOR_BYTES)));

template <class T>
using Vector = std::conditional_t<std::is_same_v<T, double>, Doubles, Singles>;

#define DISTARRAY_UNARY_FUNCTION(Name, function)                                  \
  extern "C" Doubles DISTARRAY_DOUBLES(v, function)(Doubles);                     \
  extern "C" Singles DISTARRAY_SINGLES(v, function)(Singles);                     \
  struct Name {                                                                   \
    static Doubles apply(Doubles a) { return DISTARRAY_DOUBLES(v, function)(a); } \
    static Singles apply(Singles a) { return DISTARRAY_SINGLES(v, function)(a); } \
  };
#define DISTARRAY_BINARY_FUNCTION(Name, function)                                                \
  extern "C" Doubles DISTARRAY_DOUBLES(vv, function)(Doubles, Doubles);                          \
  extern "C" Singles DISTARRAY_SINGLES(vv, function)(Singles, Singles);                          \
  struct Name {                                                                                  \
    static Doubles apply(Doubles a, Doubles b) { return DISTARRAY_DOUBLES(vv, function)(a, b); } \
    static Singles apply(Singles a, Singles b) { return DISTARRAY_SINGLES(vv, function)(a, b); } \
  };

#else

template <class T>
using Vector = T;

#define DISTARRAY_UNARY_FUNCTION(Name, function)               \
  struct Name {                                                \
    static double apply(double a) { return std::function(a); } \
    static float apply(float a) { return std::function(a); }   \
  };
#define DISTARRAY_BINARY_FUNCTION(Name, function)                           \
  struct Name {                                                             \
    static double apply(double a, double b) { return std::function(a, b); } \
    static float apply(float a, float b) { return std::function(a, b); }    \
  };

#endif

DISTARRAY_UNARY_FUNCTION(Acos, acos)
DISTARRAY_UNARY_FUNCTION(Acosh, acosh)
DISTARRAY_UNARY_FUNCTION(Asin, asin)
DISTARRAY_UNARY_FUNCTION(Asinh, asinh)
DISTARRAY_UNARY_FUNCTION(Atan, atan)
DISTARRAY_UNARY_FUNCTION(Atanh, atanh)
DISTARRAY_UNARY_FUNCTION(Cbrt, cbrt)
DISTARRAY_UNARY_FUNCTION(Cos, cos)
DISTARRAY_UNARY_FUNCTION(Cosh, cosh)
DISTARRAY_UNARY_FUNCTION(Erf, erf)
DISTARRAY_UNARY_FUNCTION(Erfc, erfc)
DISTARRAY_UNARY_FUNCTION(Exp, exp)
DISTARRAY_UNARY_FUNCTION(Exp2, exp2)
DISTARRAY_UNARY_FUNCTION(Expm1, expm1)
DISTARRAY_UNARY_FUNCTION(Log, log)
DISTARRAY_UNARY_FUNCTION(Log10, log10)
DISTARRAY_UNARY_FUNCTION(Log1p, log1p)
DISTARRAY_UNARY_FUNCTION(Log2, log2)
DISTARRAY_UNARY_FUNCTION(Sin, sin)
DISTARRAY_UNARY_FUNCTION(Sinh, sinh)
DISTARRAY_UNARY_FUNCTION(Tan, tan)
DISTARRAY_UNARY_FUNCTION(Tanh, tanh)
DISTARRAY_BINARY_FUNCTION(Atan2, atan2)
DISTARRAY_BINARY_FUNCTION(Hypot, hypot)
DISTARRAY_BINARY_FUNCTION(Pow, pow)

}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
