import type { DType } from '../protocol/dtype.js'
import { ArrayElements } from './array-elements.js'
import type { DistArray } from './dist-array.js'
import { astype } from './functions/astype.js'
import { clip } from './functions/choice.js'
import { round } from './functions/rounding.js'
import { type ArrayOrScalar, type ElementwiseOptions, elementwise } from './lazy/elementwise.js'

/**
 * The part of a distributed array with the usual functions of its elements. Each is the function of the same name, whose first operand
 * is this array: see there.
 */
export abstract class ArrayElementwise<D extends DType = DType> extends ArrayElements<D> {
  /** Return absolute values. */
  abs(options?: ElementwiseOptions): DistArray {
    return elementwise('abs', [this], options)
  }

  /** Return the elements with the other sign. */
  negative(options?: ElementwiseOptions): DistArray {
    return elementwise('negative', [this], options)
  }

  /** Return the elements as they are. */
  positive(options?: ElementwiseOptions): DistArray {
    return elementwise('positive', [this], options)
  }

  /** Return `1 / x`. */
  reciprocal(options?: ElementwiseOptions): DistArray {
    return elementwise('reciprocal', [this], options)
  }

  /** Return -1, 0 or 1. */
  sign(options?: ElementwiseOptions): DistArray {
    return elementwise('sign', [this], options)
  }

  /** Return `x * x`. */
  square(options?: ElementwiseOptions): DistArray {
    return elementwise('square', [this], options)
  }

  /** Return square roots. */
  sqrt(options?: ElementwiseOptions): DistArray {
    return elementwise('sqrt', [this], options)
  }

  /** Return cube roots. */
  cbrt(options?: ElementwiseOptions): DistArray {
    return elementwise('cbrt', [this], options)
  }

  /** Return the powers of e. */
  exp(options?: ElementwiseOptions): DistArray {
    return elementwise('exp', [this], options)
  }

  /** Return the powers of 2. */
  exp2(options?: ElementwiseOptions): DistArray {
    return elementwise('exp2', [this], options)
  }

  /** Return `exp(x) - 1`, exact near 0. */
  expm1(options?: ElementwiseOptions): DistArray {
    return elementwise('expm1', [this], options)
  }

  /** Return natural logarithms. */
  log(options?: ElementwiseOptions): DistArray {
    return elementwise('log', [this], options)
  }

  /** Return `log(1 + x)`, exact near 0. */
  log1p(options?: ElementwiseOptions): DistArray {
    return elementwise('log1p', [this], options)
  }

  /** Return logarithms to the base 2. */
  log2(options?: ElementwiseOptions): DistArray {
    return elementwise('log2', [this], options)
  }

  /** Return logarithms to the base 10. */
  log10(options?: ElementwiseOptions): DistArray {
    return elementwise('log10', [this], options)
  }

  /** Return sines of radians. */
  sin(options?: ElementwiseOptions): DistArray {
    return elementwise('sin', [this], options)
  }

  /** Return cosines of radians. */
  cos(options?: ElementwiseOptions): DistArray {
    return elementwise('cos', [this], options)
  }

  /** Return tangents of radians. */
  tan(options?: ElementwiseOptions): DistArray {
    return elementwise('tan', [this], options)
  }

  /** Return arcsines in radians. */
  asin(options?: ElementwiseOptions): DistArray {
    return elementwise('asin', [this], options)
  }

  /** Return arccosines in radians. */
  acos(options?: ElementwiseOptions): DistArray {
    return elementwise('acos', [this], options)
  }

  /** Return arctangents in radians. */
  atan(options?: ElementwiseOptions): DistArray {
    return elementwise('atan', [this], options)
  }

  /** Return hyperbolic sines. */
  sinh(options?: ElementwiseOptions): DistArray {
    return elementwise('sinh', [this], options)
  }

  /** Return hyperbolic cosines. */
  cosh(options?: ElementwiseOptions): DistArray {
    return elementwise('cosh', [this], options)
  }

  /** Return hyperbolic tangents. */
  tanh(options?: ElementwiseOptions): DistArray {
    return elementwise('tanh', [this], options)
  }

  /** Return inverse hyperbolic sines. */
  asinh(options?: ElementwiseOptions): DistArray {
    return elementwise('asinh', [this], options)
  }

  /** Return inverse hyperbolic cosines. */
  acosh(options?: ElementwiseOptions): DistArray {
    return elementwise('acosh', [this], options)
  }

  /** Return inverse hyperbolic tangents. */
  atanh(options?: ElementwiseOptions): DistArray {
    return elementwise('atanh', [this], options)
  }

  /** Round up. */
  ceil(options?: ElementwiseOptions): DistArray {
    return elementwise('ceil', [this], options)
  }

  /** Round down. */
  floor(options?: ElementwiseOptions): DistArray {
    return elementwise('floor', [this], options)
  }

  /** Round towards 0. */
  trunc(options?: ElementwiseOptions): DistArray {
    return elementwise('trunc', [this], options)
  }

  /** Return complex conjugates. */
  conj(options?: ElementwiseOptions): DistArray {
    return elementwise('conj', [this], options)
  }

  /** Return real parts. */
  real(options?: ElementwiseOptions): DistArray {
    return elementwise('real', [this], options)
  }

  /** Return imaginary parts. */
  imag(options?: ElementwiseOptions): DistArray {
    return elementwise('imag', [this], options)
  }

  /** Return the angles of complex numbers in radians. */
  angle(options?: ElementwiseOptions): DistArray {
    return elementwise('angle', [this], options)
  }

  /** Tell where the elements are NaN. */
  isnan(options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('isnan', [this], options) as DistArray<'bool'>
  }

  /** Tell where the elements are infinite. */
  isinf(options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('isinf', [this], options) as DistArray<'bool'>
  }

  /** Tell where the elements are neither infinite nor NaN. */
  isfinite(options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('isfinite', [this], options) as DistArray<'bool'>
  }

  /** Tell where the sign bit is set. */
  signbit(options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('signbit', [this], options) as DistArray<'bool'>
  }

  /** Tell where the elements are 0 or false. */
  logicalNot(options?: ElementwiseOptions): DistArray<'bool'> {
    return elementwise('logicalNot', [this], options) as DistArray<'bool'>
  }

  /** Invert every bit; of bool the value. */
  bitwiseInvert(options?: ElementwiseOptions): DistArray {
    return elementwise('bitwiseInvert', [this], options)
  }

  /** Round to the nearest, half to even, at a decimal digit; default 0. */
  round(decimals?: number, options?: ElementwiseOptions): DistArray {
    return round(this, decimals, options)
  }

  /** Bound the elements from below, from above or both. */
  clip(min?: ArrayOrScalar | undefined, max?: ArrayOrScalar | undefined, options?: ElementwiseOptions): DistArray {
    return clip(this, min, max, options)
  }

  /** Convert to another dtype; see the function. */
  astype<E extends DType>(dtype: E): DistArray<E> {
    return astype(this, dtype)
  }
}
