import type { DType } from '../protocol/dtype.js'
import { ArrayElements } from './array-elements.js'
import type { DistArray } from './dist-array.js'
import type { CountedDType, FloatedDType, PromotedWith, RealDType } from './dtypes/operation-result.js'
import { type AsTypeOptions, astype } from './functions/astype.js'
import { clip } from './functions/choice.js'
import { diag, type PlacingOptions, tril, triu } from './functions/matrices.js'
import { round } from './functions/rounding.js'
import { type ArrayOrScalar, type ElementwiseOptions, elementwise } from './lazy/elementwise.js'

/**
 * The part of a distributed array with the usual functions of its elements. Each is the function of the same name, whose first operand
 * is this array: see there.
 */
export abstract class ArrayElementwise<D extends DType = DType> extends ArrayElements<D> {
  /** Return absolute values. */
  abs<R extends DType = RealDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('abs', [this], options)
  }

  /** Return the elements with the other sign. */
  negative<R extends DType = D>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('negative', [this], options)
  }

  /** Return the elements as they are. */
  positive<R extends DType = D>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('positive', [this], options)
  }

  /** Return `1 / x`. */
  reciprocal<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('reciprocal', [this], options)
  }

  /** Return -1, 0 or 1. */
  sign<R extends DType = D>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('sign', [this], options)
  }

  /** Return `x * x`. */
  square<R extends DType = CountedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('square', [this], options)
  }

  /** Return square roots. */
  sqrt<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('sqrt', [this], options)
  }

  /** Return cube roots. */
  cbrt<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('cbrt', [this], options)
  }

  /** Return the powers of e. */
  exp<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('exp', [this], options)
  }

  /** Return the powers of 2. */
  exp2<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('exp2', [this], options)
  }

  /** Return `exp(x) - 1`, exact near 0. */
  expm1<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('expm1', [this], options)
  }

  /** Return natural logarithms. */
  log<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('log', [this], options)
  }

  /** Return `log(1 + x)`, exact near 0. */
  log1p<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('log1p', [this], options)
  }

  /** Return logarithms to the base 2. */
  log2<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('log2', [this], options)
  }

  /** Return logarithms to the base 10. */
  log10<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('log10', [this], options)
  }

  /** Return sines of radians. */
  sin<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('sin', [this], options)
  }

  /** Return cosines of radians. */
  cos<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('cos', [this], options)
  }

  /** Return tangents of radians. */
  tan<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('tan', [this], options)
  }

  /** Return arcsines in radians. */
  asin<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('asin', [this], options)
  }

  /** Return arccosines in radians. */
  acos<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('acos', [this], options)
  }

  /** Return arctangents in radians. */
  atan<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('atan', [this], options)
  }

  /** Return hyperbolic sines. */
  sinh<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('sinh', [this], options)
  }

  /** Return hyperbolic cosines. */
  cosh<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('cosh', [this], options)
  }

  /** Return hyperbolic tangents. */
  tanh<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('tanh', [this], options)
  }

  /** Return inverse hyperbolic sines. */
  asinh<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('asinh', [this], options)
  }

  /** Return inverse hyperbolic cosines. */
  acosh<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('acosh', [this], options)
  }

  /** Return inverse hyperbolic tangents. */
  atanh<R extends DType = FloatedDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('atanh', [this], options)
  }

  /** Round up. */
  ceil<R extends DType = D>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('ceil', [this], options)
  }

  /** Round down. */
  floor<R extends DType = D>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('floor', [this], options)
  }

  /** Round towards 0. */
  trunc<R extends DType = D>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('trunc', [this], options)
  }

  /** Return complex conjugates. */
  conj<R extends DType = D>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('conj', [this], options)
  }

  /** Return real parts. */
  real<R extends DType = RealDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('real', [this], options)
  }

  /** Return imaginary parts. */
  imag<R extends DType = RealDType<D>>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('imag', [this], options)
  }

  /** Return the angles of complex numbers in radians. */
  angle<R extends DType = RealDType<FloatedDType<D>>>(options?: ElementwiseOptions<R>): DistArray<R> {
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
  bitwiseInvert<R extends DType = D>(options?: ElementwiseOptions<R>): DistArray<R> {
    return elementwise('bitwiseInvert', [this], options)
  }

  /** Round to the nearest, half to even, at a decimal digit; default 0. */
  round<R extends DType = D>(decimals?: number, options?: ElementwiseOptions<R>): DistArray<R> {
    return round(this, decimals, options)
  }

  /** Bound the elements from below, from above or both. */
  clip<
    A extends ArrayOrScalar | null | undefined,
    B extends ArrayOrScalar | null | undefined,
    R extends DType = PromotedWith<PromotedWith<D, A>, B>,
  >(min?: A, max?: B, options?: ElementwiseOptions<R>): DistArray<R> {
    return clip(this, min, max, options)
  }

  /** Return the matrix, or each one of a stack of them, with zeros above the diagonal `k`. */
  tril(k?: number): DistArray<D> {
    return tril(this, k)
  }

  /** Return the matrix, or each one of a stack of them, with zeros below the diagonal `k`. */
  triu(k?: number): DistArray<D> {
    return triu(this, k)
  }

  /** Make the matrix with this vector on its diagonal `k`, or return the diagonal `k` of this matrix. */
  diag(k?: number, options?: PlacingOptions): DistArray<D> {
    return diag(this, k, options)
  }

  /** Convert to another dtype; see the function. */
  astype<E extends DType>(dtype: E, options?: AsTypeOptions): DistArray<E> {
    return astype(this, dtype, options)
  }
}
