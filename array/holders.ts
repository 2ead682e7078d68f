import { itemSize } from '../protocol/dtype.js'
import type { LocalArray } from './local-array.js'

/**
 * Hold an array for an id or a variable, of any session of this process: its memory stays until as many releases as holds.
 *
 * Not collective.
 */
export function hold(array: LocalArray): void {
  array._holders++
}

/**
 * Let go of an array; the last one to do so frees its memory.
 *
 * Not collective.
 */
export function release(array: LocalArray): void {
  array._holders--
  if (array._holders <= 0) array.free()
}

/**
 * Free an array unless something holds it.
 *
 * Not collective.
 */
export function releaseUnheld(array: LocalArray): void {
  if (array._holders <= 0) array.free()
}

/**
 * Return the bytes of this rank's elements.
 *
 * Not collective.
 */
export function bytesOf(array: LocalArray): number {
  return array.size * itemSize(array.dtype)
}
