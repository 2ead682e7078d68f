// The modified Bessel function of the first kind and order 0.
#pragma once

namespace distarray::kernels {

// Accurate to 4 ulp. Abramowitz and Stegun, 9.6.12 (power series) and 9.7.1 (asymptotic expansion).
double bessel_i0(double x);

}  // namespace distarray::kernels
