#include <algorithm>
#include <cmath>

#include "kernels/random/density.h"
#include "kernels/random/deviates.h"
#include "kernels/random/elementary.h"

namespace distarray::random {
namespace {

constexpr double rejection_from = 10;  // the mean from which on the hats of both rejection methods fit

// The least k whose cumulated probability is above u. `ratio(k)` is the probability of k over that of k - 1.
template <class Ratio>
double invert_from_zero(double u, double none, double most, Ratio ratio) {
  double probability = none, sum = none, k = 0;
  while (u >= sum && k < most) {
    ++k;
    probability *= ratio(k);
    if (sum + probability == sum && k > rejection_from)
      break;  // u is above the last sum that rounding leaves
    sum += probability;
  }
  return k;
}

// The transformed uniform deviate of both methods. `is_inside`: it lies under the density, no need to look.
struct Transformed {
  double k, v, us;
  bool is_inside;
};

Transformed transform(const Block& block, double a, double b, double center, double squeeze) {
  const double u = unit(block[0]) - 0.5, v = positive_unit(block[1]);
  const double us = 0.5 - std::fabs(u);
  return {std::floor((2 * a / us + b) * u + center), v, us, us >= 0.07 && v <= squeeze};
}

}  // namespace

Poisson::Poisson(const Source& source, double mean)
    : _source(source),
      _mean(mean),
      _none(mean < rejection_from ? exp(-mean) : 0),
      _a(0),
      _b(0.931 + 2.53 * std::sqrt(mean)),
      _squeeze(0),
      _peak(0) {
  if (mean < rejection_from) return;
  _a = -0.059 + 0.02483 * _b;
  _squeeze = 0.9277 - 3.6224 / (_b - 2);
  _peak = 1.1239 + 1.1328 / (_b - 3.4);
}

double Poisson::operator()(uint64_t index) const {
  if (_mean < rejection_from)
    return invert_from_zero(unit(_source.block(index)[0]), _none, HUGE_VAL,
                            [this](double k) { return _mean / k; });
  for (uint64_t attempt = 0;; ++attempt) {
    const auto [k, v, us, is_inside] =
        transform(_source.block(index, attempt), _a, _b, _mean + 0.43, _squeeze);
    if (is_inside) return k;
    if (!(k >= 0) || (us < 0.013 && v > us)) continue;
    if (log(v * _peak / (_a / (us * us) + _b)) <= log_poisson(k, _mean)) return k;
  }
}

Binomial::Binomial(const Source& source, double n, double p)
    : _source(source), _n(n), _mirrored(p > 0.5), _p(_mirrored ? 1 - p : p), _q(_mirrored ? p : 1 - p) {
  const double spread = std::sqrt(n * _p * _q);
  _none = n * _p < rejection_from ? exp(n * log1p(-_p)) : 0;
  _b = 1.15 + 2.53 * spread;
  _a = -0.0873 + 0.0248 * _b + 0.01 * _p;
  _center = n * _p + 0.5;
  _alpha = (2.83 + 5.1 / _b) * spread;
  _squeeze = 0.92 - 4.2 / _b;
  _mode = n * _p < rejection_from ? 0 : log_binomial(std::floor((n + 1) * _p), n, _p, _q);
}

double Binomial::operator()(uint64_t index) const {
  const double k = _n * _p < rejection_from ? invert(index) : reject(index);
  return _mirrored ? _n - k : k;
}

double Binomial::invert(uint64_t index) const {
  const double odds = _p / _q;
  return invert_from_zero(unit(_source.block(index)[0]), _none, _n,
                          [this, odds](double k) { return (_n - k + 1) / k * odds; });
}

double Binomial::reject(uint64_t index) const {
  for (uint64_t attempt = 0;; ++attempt) {
    const auto [k, v, us, is_inside] = transform(_source.block(index, attempt), _a, _b, _center, _squeeze);
    if (!(k >= 0 && k <= _n)) continue;
    if (is_inside || log(v * _alpha / (_a / (us * us) + _b)) <= log_binomial(k, _n, _p, _q) - _mode) return k;
  }
}

}  // namespace distarray::random
