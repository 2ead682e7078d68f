import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { builder } from '../expression/build.js'
import type { Elementwise } from '../expression/node.js'
import { type ArrayOrScalar, compose, type ElementwiseOptions } from '../lazy/elementwise.js'
import { composed } from '../operations/composed.js'
import { type PairOptions, pair } from './pair.js'

/**
 * Return quotient and remainder of a division that rounds down.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @returns `floorDivide(x1, x2)` and `remainder(x1, x2)`, or the arrays of `out`.
 * @throws As `Binary`.
 */
export function divmod(x1: ArrayOrScalar, x2: ArrayOrScalar, options?: PairOptions): [quotient: DistArray, remainder: DistArray] {
  return pair('divmod', [x1, x2], (a, b) => composed.divmod(builder, a, b), options)
}

/**
 * Split numbers into fraction and integer part, both of their sign.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @returns Fractions and integers, in floating point, or the arrays of `out`.
 * @throws As `Unary`.
 */
export function modf(x: ArrayCore, options?: PairOptions): [fraction: DistArray, integer: DistArray] {
  return pair('modf', [x], (it) => composed.modf(builder, it as Elementwise), options)
}

/**
 * Split numbers into a mantissa in [0.5, 1) and a power of 2: `x = mantissa * 2 ** exponent`.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @returns Mantissas, and exponents as int32, or the arrays of `out`.
 * @throws As `Unary`.
 */
export function frexp(x: ArrayCore, options?: PairOptions): [mantissa: DistArray, exponent: DistArray] {
  return pair('frexp', [x], (it) => composed.frexp(builder, it as Elementwise), options)
}

/**
 * Return `x * 2 ** exponent`.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param exponent Integers.
 * @throws As `Binary`.
 */
export function ldexp(x: ArrayOrScalar, exponent: ArrayOrScalar, options?: ElementwiseOptions): DistArray {
  return compose('ldexp', [x, exponent], (a, b) => composed.ldexp(builder, a, b), options)
}
