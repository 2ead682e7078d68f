// Deviates by rejection. Element i has a sub-stream of its own, the blocks (i, attempt), so that it does not
// matter how many attempts any other element takes.
#pragma once
#include "kernels/random/philox.h"

namespace distarray::random {

// Marsaglia and Tsang, A Simple Method for Generating Gamma Variables (2000).
class Gamma {
 public:
  // shape > 0; scale 1.
  Gamma(const Source& source, double shape, uint64_t first_attempt = 0);
  double operator()(uint64_t index) const;
  // Its logarithm, which does not underflow for small shapes.
  double logarithm(uint64_t index) const;
  bool is_boosted() const { return _boost; }

 private:
  struct Accepted {
    double cube;
    uint64_t spare_word;
  };
  Accepted accept(uint64_t index) const;

  Source _source;
  double _shape, _d, _c;
  bool _boost;  // a shape below 1 is made from shape + 1
  uint64_t _first_attempt;
};

// X / (X + Y) of two gamma deviates.
class Beta {
 public:
  Beta(const Source& source, double a, double b);
  double operator()(uint64_t index) const;

 private:
  Gamma _x, _y;
};

// Small means by inversion; others by Hörmann, The Transformed Rejection Method for Generating Poisson Random
// Variables (1993), PTRS.
class Poisson {
 public:
  Poisson(const Source& source, double mean);
  double operator()(uint64_t index) const;

 private:
  Source _source;
  double _mean, _none;             // inversion: the probability of 0
  double _a, _b, _squeeze, _peak;  // rejection
};

// Small means by inversion; others by Hörmann, The Generation of Binomial Random Variates (1993), BTRS.
class Binomial {
 public:
  Binomial(const Source& source, double n, double p);
  double operator()(uint64_t index) const;

 private:
  double invert(uint64_t index) const;
  double reject(uint64_t index) const;

  Source _source;
  double _n;
  bool _mirrored;  // successes and failures are exchanged, so that p is at most 1/2
  double _p, _q, _none;
  double _a, _b, _center, _alpha, _squeeze, _mode;
};

}  // namespace distarray::random
