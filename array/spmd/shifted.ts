import { LocalArray } from '../local-array.js'
import { type MappedAxis, needOf } from '../moving/need.js'
import { moveInto } from './move.js'
import type { Frame } from './rank-function.js'
import { readLayout } from './travelling-layout.js'

/**
 * Copy a part of an array: from some index of one dimension on.
 *
 * Collective over the targets.
 *
 * @param layout How the part is distributed, over the same ranks.
 * @param axis   Dimension.
 * @param start  Index of the array that is the part's index 0.
 */
export function shifted(frame: Frame, reference: unknown, layout: unknown, axis: unknown, start: unknown): LocalArray {
  const [piece] = frame.take([reference]) as [LocalArray]
  const distribution = readLayout(layout)
  const part = LocalArray.empty(piece.communicator, distribution, piece.dtype)
  try {
    const need = needOf(distribution).map((along, d) => (d === axis ? { ...(along as MappedAxis), start: start as number } : along))
    moveInto(piece, need, part.buffer)
    return part
  } catch (error) {
    part.free()
    throw error
  }
}
