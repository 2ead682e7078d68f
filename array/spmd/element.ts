import type { Element } from '../element.js'
import type { Frame } from './rank-function.js'

/**
 * Return the element at a global index, which this rank owns or holds as a ghost.
 *
 * Not collective.
 */
export function getElement(frame: Frame, reference: unknown, index: unknown): Element {
  return frame.array(reference).getGlobal(index as readonly number[])
}

/**
 * Set the element at a global index on a rank that holds it; all that hold it, owner and ghosts, are targets.
 *
 * Not collective.
 */
export function setElement(frame: Frame, reference: unknown, index: unknown, value: unknown): void {
  const array = frame.array(reference)
  array.set(array.distribution.globalToLocal(array.communicator.rank, index as readonly number[]), value as Element)
}
