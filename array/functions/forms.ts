import type { DType } from '../../protocol/dtype.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import type { Promoted, ResultKinds } from '../dtypes/operation-result.js'
import { type ArrayOrScalar, type ElementwiseOptions, elementwise } from '../lazy/elementwise.js'

/**
 * An elementwise function of one array, whose result has a dtype of kind `K`: applies it to every element. Nothing is computed until
 * somebody wants values.
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
export type Unary<K extends keyof ResultKinds<DType> = 'any'> = <D extends DType, R extends DType = ResultKinds<D>[K]>(
  x: ArrayCore<D>,
  options?: ElementwiseOptions<R>,
) => DistArray<R>

/**
 * An elementwise function of two operands, which broadcast together, whose result has a dtype of kind `K`. Nothing is computed until
 * somebody wants values.
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
export type Binary<K extends keyof ResultKinds<DType> = 'any'> = <
  A extends ArrayOrScalar,
  B extends ArrayOrScalar,
  R extends DType = ResultKinds<Promoted<A, B>>[K],
>(
  x1: A,
  x2: B,
  options?: ElementwiseOptions<R>,
) => DistArray<R>

/** The function of one array that the table of operations has under a name. */
export function unary<K extends keyof ResultKinds<DType>>(name: string): Unary<K> {
  return (x, options) => elementwise(name, [x], options)
}

/** The function of two operands that the table of operations has under a name. */
export function binary<K extends keyof ResultKinds<DType>>(name: string): Binary<K> {
  return (x1, x2, options) => elementwise(name, [x1, x2], options)
}
