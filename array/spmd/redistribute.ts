import { agree } from '../../bindings/agree.js'
import type { Distribution } from '../../protocol/distribution.js'
import type { DType } from '../../protocol/dtype.js'
import { ShapeError } from '../../protocol/errors.js'
import { LocalArray } from '../local-array.js'
import { needOf } from '../moving/need.js'
import { type MoveOptions, moveInto } from './move.js'
import type { Frame } from './rank-function.js'
import { readLayout } from './travelling-layout.js'

/**
 * Copy a distributed array into another distribution. Ghosts of the result have their owners' values.
 *
 * Collective over the array's communicator.
 *
 * @param piece This rank's piece; its ghosts are not read.
 * @param to    Of the same shape, over the same ranks.
 * @returns     A new array, owned by the caller, who calls `free()`.
 * @throws {ShapeError}        `to` has another shape.
 * @throws {DistributionError} `to` is for another number of ranks.
 * @throws {SelectionError}    `to` has an index that the array has not.
 * @throws {MemoryError}       The result does not fit into the memory of a machine; on all ranks, nothing is allocated.
 * @throws {UseAfterFreeError} The array was freed.
 */
export function redistribute<D extends DType>(piece: LocalArray<D>, to: Distribution, options?: MoveOptions): LocalArray<D> {
  const { communicator: comm, dtype } = piece
  agree(comm, () => {
    const { shape } = piece.distribution
    if (shape.length !== to.ndim || shape.some((extent, d) => extent !== to.shape[d]))
      throw new ShapeError(
        `Expected a distribution of shape (${shape.join(', ')}), that of the array, but received one of (${to.shape.join(', ')})`,
      )
  })
  const result = LocalArray.empty(comm, to, dtype)
  try {
    moveInto(piece, needOf(to), result.buffer, options)
    return result
  } catch (error) {
    result.free()
    throw error
  }
}

/**
 * Copy an array into another distribution.
 *
 * Collective over the targets.
 */
export function redistributeArray(frame: Frame, reference: unknown, layout: unknown): LocalArray {
  return redistribute(frame.array(reference), readLayout(layout))
}
