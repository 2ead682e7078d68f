import type { DType } from '../../protocol/dtype.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { builder } from '../expression/build.js'
import type { Elementwise } from '../expression/node.js'
import { compose, type ElementwiseOptions } from '../lazy/elementwise.js'
import { composed } from '../operations/composed.js'
import { type Unary, unary } from './forms.js'

/** Round up to integers, in the dtype of the array. */
export const ceil: Unary<'same'> = unary('ceil')

/** Round down to integers, in the dtype of the array. */
export const floor: Unary<'same'> = unary('floor')

/** Round towards 0 to integers, in the dtype of the array. */
export const trunc: Unary<'same'> = unary('trunc')

/**
 * Round to the nearest, half to even, at a decimal digit.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param decimals Digits after the point, default 0; negative ones count before it.
 * @returns        As {@link Unary}, in the dtype of `x`.
 * @throws {ArgumentError} `decimals` is no integer.
 * @throws As {@link Unary}.
 */
export function round<D extends DType, R extends DType = D>(x: ArrayCore<D>, decimals = 0, options?: ElementwiseOptions<R>): DistArray<R> {
  return compose('round', [x], (it) => composed.round(builder, it as Elementwise, decimals), options)
}
