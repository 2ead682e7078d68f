import type { Communicator } from '../../bindings/communicator.js'
import type { Distribution } from '../../protocol/distribution.js'
import type { TypedArray } from '../../protocol/dtype.js'
import { combineStates } from './combine-states.js'
import { fiberOf } from './fiber.js'

/**
 * Combine the states of a reduction over the ranks that share elements of the result; the first of them has the combined states.
 *
 * Collective over `comm`.
 *
 * @param comm  The ranks of the distribution.
 * @param axes  The dimensions that are reduced.
 * @param state Components of this rank's states; overwritten.
 */
export function combineAlong(
  comm: Communicator,
  { gridShape }: Distribution,
  axes: readonly number[],
  reduction: number,
  state: readonly TypedArray[],
): void {
  if (axes.every((axis) => gridShape[axis] === 1)) return
  combineStates(fiberOf(comm, gridShape, axes), reduction, state, { root: 0 })
}
