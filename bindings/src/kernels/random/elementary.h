// The functions of elementary-inl.h for one number, with the same bits, and others made from them.
#pragma once

namespace distarray::random {

// Of positive normal numbers.
double log(double x);
// log(1 + x), for x above -1.
double log1p(double x);
// For x below 709; 0 below -745.
double exp(double x);
// A normal deviate from u in (0, 1] and v in [0, 1), and the other one of the pair.
double normal(double u, double v);
double second_normal(double u, double v);

}  // namespace distarray::random
