// Operations that pick one of their operands.
#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/selection.cc"
#include <hwy/foreach_target.h>
// after foreach_target.h
#include "kernels/map.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

// NaN wins
struct Maximum {
  template <class T>
  static T apply(T a, T b) {
    return a >= b || a != a ? a : b;
  }
};

struct Minimum {
  template <class T>
  static T apply(T a, T b) {
    return a <= b || a != a ? a : b;
  }
};

// NaN loses
struct Fmax {
  template <class T>
  static T apply(T a, T b) {
    return a >= b || b != b ? a : b;
  }
};

struct Fmin {
  template <class T>
  static T apply(T a, T b) {
    return a <= b || b != b ? a : b;
  }
};

struct Clip {
  template <class T>
  static T apply(T a, T low, T high) {
    return Minimum::apply<T>(Maximum::apply<T>(a, low), high);
  }
};

struct Where {
  template <class T>
  static T apply(Bool condition, T a, T b) {
    return condition != Bool::no ? a : b;
  }
};

template <class... T>
void clip(LoopList& list, Types<T...>) {
  (add3<Clip, T, T, T, T>(list, "clip"), ...);
}

template <class... T>
void where(LoopList& list, Types<T...>) {
  (add3<Where, T, Bool, T, T>(list, "where"), ...);
}

}  // namespace

void selection(LoopList& list) {
  binary<Maximum>(list, "maximum", Join<Bools, Reals>{});
  binary<Minimum>(list, "minimum", Join<Bools, Reals>{});
  binary<Fmax>(list, "fmax", Floats{});
  binary<Fmin>(list, "fmin", Floats{});
  clip(list, Reals{});
  where(list, All{});
}
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {

HWY_EXPORT(selection);

void add_selection(LoopList& list) {
  HWY_DYNAMIC_DISPATCH(selection)(list);
}

}  // namespace distarray::kernels
#endif
