import type { Element } from '../element.js'
import type { Frame } from './rank-function.js'

/**
 * Set every element of an array, ghosts included, to one value.
 *
 * Not collective.
 */
export function fill(frame: Frame, reference: unknown, value: unknown): void {
  frame.array(reference).fill(value as Element)
}
