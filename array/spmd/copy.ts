import { agreeOn } from '../create.js'
import { LocalArray } from '../local-array.js'
import type { Frame } from './rank-function.js'

/**
 * Make an array with the elements of another one, ghosts included.
 *
 * Collective over the array's communicator.
 */
export function copyArray(frame: Frame, reference: unknown): LocalArray {
  const [source] = frame.take([reference]) as [LocalArray]
  const copy = LocalArray.empty(source.communicator, source.distribution, source.dtype)
  return agreeOn(copy, () => copy.data.set(source.packed() as never)) // one dtype, so one kind of typed array
}
