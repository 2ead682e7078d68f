// Logarithms of the probabilities of counts, accurate where n! and its like are far too large: the
// saddle-point form of Loader, Fast and Accurate Computation of Binomial Probabilities (2000).
#pragma once

namespace distarray::random {

// log of the probability of k in a Poisson distribution with mean `mean`, k >= 0 an integer.
double log_poisson(double k, double mean);

// log of the probability of k in a binomial distribution of n trials, 0 <= k <= n; q = 1 - p.
double log_binomial(double k, double n, double p, double q);

}  // namespace distarray::random
