// Bits of integers; bool counts as one bit.
#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/bits.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include "kernels/map.h"
#include "kernels/wrap.h"
HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

template <class T>
inline constexpr unsigned width = 8 * sizeof(T);

// Not as long a shift as the type is wide, which C++ leaves undefined. Negative shifts are longer still.
template <class T>
bool is_short(T shift) {
  return wide(shift) < width<T>;
}

struct And {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(static_cast<std::uint64_t>(a) & static_cast<std::uint64_t>(b));
  }
};

struct Or {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(static_cast<std::uint64_t>(a) | static_cast<std::uint64_t>(b));
  }
};

struct Xor {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(static_cast<std::uint64_t>(a) ^ static_cast<std::uint64_t>(b));
  }
};

struct Invert {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_same_v<T, Bool>)
      return static_cast<Bool>(a == Bool::no);
    else
      return static_cast<T>(~a);
  }
};

struct LeftShift {
  template <class T>
  static T apply(T a, T b) {
    const auto shift = wide(b) & (width<T> - 1);
    return is_short(b) ? static_cast<T>(wide(a) << shift) : static_cast<T>(0);
  }
};

struct RightShift {
  template <class T>
  static T apply(T a, T b) {
    const auto shift = wide(b) & (width<T> - 1);
    const T sign = static_cast<T>(a >> (width<T> - 1));  // 0 or, of a negative number, -1
    if constexpr (std::is_unsigned_v<T>)
      return is_short(b) ? static_cast<T>(a >> shift) : static_cast<T>(0);
    else
      return is_short(b) ? static_cast<T>(a >> shift) : sign;
  }
};

}  // namespace

void bits(LoopList& list) {
  using Types = Join<Bools, Ints>;
  binary<And>(list, "bitwiseAnd", Types{});
  binary<Or>(list, "bitwiseOr", Types{});
  binary<Xor>(list, "bitwiseXor", Types{});
  unary<Invert>(list, "bitwiseInvert", Types{});
  binary<LeftShift>(list, "bitwiseLeftShift", Ints{});
  binary<RightShift>(list, "bitwiseRightShift", Ints{});
  binary<And>(list, "logicalAnd", Bools{});
  binary<Or>(list, "logicalOr", Bools{});
  binary<Xor>(list, "logicalXor", Bools{});
  unary<Invert>(list, "logicalNot", Bools{});
}
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(bits);

void add_bits(LoopList& list) {
  HWY_DYNAMIC_DISPATCH(bits)(list);
}

}  // namespace distarray::kernels
#endif
