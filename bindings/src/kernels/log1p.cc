#include "kernels/log1p.h"

#include <cmath>

namespace distarray::kernels {
namespace {

// A sum with what its roundings lost (Neumaier).
class ExactSum {
 public:
  void add(double term) {
    const double sum = _sum + term;
    _lost += std::abs(_sum) >= std::abs(term) ? (_sum - sum) + term : (term - sum) + _sum;
    _sum = sum;
  }
  // a * b, exactly: the fused product gives the part that rounding drops
  void add_product(double a, double b) {
    const double product = a * b;
    add(product);
    add(std::fma(a, b, -product));
  }
  double value() const { return _sum + _lost; }

 private:
  double _sum = 0, _lost = 0;
};

}  // namespace

double log1p_real(double x, double y) {
  // Away from the circle nothing cancels, and squares could overflow.
  const double size = std::hypot(1 + x, y);
  if (!(size > 0.5 && size < 2)) return std::log(size);
  ExactSum square;  // |1 + z|^2 - 1
  square.add(2 * x);
  square.add_product(x, x);
  square.add_product(y, y);
  return std::log1p(square.value()) / 2;
}

}  // namespace distarray::kernels
