#include <algorithm>
#include <cmath>

#include "kernels/random/deviates.h"
#include "kernels/random/elementary.h"

namespace distarray::random {
namespace {

// A smaller shape makes nothing but zeros, and would overflow on the way there.
constexpr double least_shape = 1e-300;

}  // namespace

Gamma::Gamma(const Source& source, double shape, uint64_t first_attempt)
    : _source(source),
      _shape(std::max(shape, least_shape)),
      _d((shape < 1 ? _shape + 1 : _shape) - 1. / 3),
      _c(1 / std::sqrt(9 * _d)),
      _boost(shape < 1),
      _first_attempt(first_attempt) {}

Gamma::Accepted Gamma::accept(uint64_t index) const {
  for (uint64_t attempt = _first_attempt;; ++attempt) {
    const Block block = _source.block(index, attempt);
    const double x = normal(positive_unit(block[0]), unit(block[1]));
    const double root = 1 + _c * x;
    if (root <= 0) continue;
    const double cube = root * root * root;
    if (log(positive_unit(block[2])) < 0.5 * x * x + _d * (1 - cube + log(cube))) return {cube, block[3]};
  }
}

double Gamma::operator()(uint64_t index) const {
  const auto [cube, word] = accept(index);
  return _boost ? _d * cube * exp(log(positive_unit(word)) / _shape) : _d * cube;
}

double Gamma::logarithm(uint64_t index) const {
  const auto [cube, word] = accept(index);
  return log(_d * cube) + (_boost ? log(positive_unit(word)) / _shape : 0);
}

Beta::Beta(const Source& source, double a, double b) : _x(source, a), _y(source, b, uint64_t{1} << 63) {}

double Beta::operator()(uint64_t index) const {
  if (!_x.is_boosted() && !_y.is_boosted()) {
    const double x = _x(index), y = _y(index);
    return x / (x + y);
  }
  const double difference = _y.logarithm(index) - _x.logarithm(index);
  return difference > 700 ? 0 : 1 / (1 + exp(difference));
}

}  // namespace distarray::random
