// The real part of log(1 + z).
#pragma once

namespace distarray::kernels {

// log |1 + z| for z = x + iy, accurate also near the circle |1 + z| = 1, where 2x + x^2 + y^2 cancels.
double log1p_real(double x, double y);

}  // namespace distarray::kernels
