import type { DType } from '../../protocol/dtype.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import type { WeakScalar } from '../dtypes/weak-scalar.js'
import { type ArrayOrScalar, type ElementwiseOptions, elementwise } from '../lazy/elementwise.js'

/**
 * An elementwise function of one array: applies it to every element. Nothing is computed until somebody wants values.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param x       Any shape and distribution.
 * @param options `out`, `where`; see {@link ElementwiseOptions}.
 * @returns       An array of the shape and distribution of `x`, or `out`.
 * @throws {DTypeError}        The function has no meaning for the dtype, or `out` cannot hold its result.
 * @throws {ShapeError}        The operands do not broadcast to `out`.
 * @throws {UseAfterFreeError} An array was freed.
 */
export type Unary<R extends DType = DType> = (x: ArrayCore, options?: ElementwiseOptions) => DistArray<R>

/** An elementwise function of two arrays, or an array and a scalar. */
export interface Binary<R extends DType = DType> {
  /**
   * Apply the function to the elements of two operands, which broadcast together. Nothing is computed until somebody wants values.
   *
   * Collective over the ranks of the context in SPMD.
   *
   * @param x1      An array, or a scalar, which takes its precision from the other operand.
   * @param x2      As `x1`; one of them is an array.
   * @param options `out`, `where`; see {@link ElementwiseOptions}.
   * @returns       An array of the common shape, distributed as the operand for which the fewest bytes have to travel, or `out`.
   * @throws {ShapeError}        The operands do not broadcast together, or not to `out`.
   * @throws {DTypeError}        The function has no meaning for the dtypes, or `out` cannot hold its result.
   * @throws {ArgumentError}     Scalars only, or one that the dtype cannot hold.
   * @throws {ContextError}      Arrays of several contexts.
   * @throws {UseAfterFreeError} An array was freed.
   */
  (x1: ArrayCore, x2: ArrayOrScalar, options?: ElementwiseOptions): DistArray<R>
  (x1: WeakScalar, x2: ArrayCore, options?: ElementwiseOptions): DistArray<R>
  (x1: ArrayOrScalar, x2: ArrayOrScalar, options?: ElementwiseOptions): DistArray<R>
}

/** The function of one array that the table of operations has under a name. */
export function unary<R extends DType>(name: string): Unary<R> {
  return (x, options) => elementwise(name, [x], options) as DistArray<R>
}

/** The function of two operands that the table of operations has under a name. */
export function binary<R extends DType>(name: string): Binary<R> {
  return (x1: ArrayOrScalar, x2: ArrayOrScalar, options?: ElementwiseOptions) => elementwise(name, [x1, x2], options) as DistArray<R>
}
