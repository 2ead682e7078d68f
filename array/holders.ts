import { itemSize } from '../protocol/dtype.js'
import type { LocalArray } from './local-array.js'

/** How many ids and variables, of all sessions of this process, hold an array. */
const holders = new WeakMap<LocalArray, number>()

/**
 * Hold an array: its memory stays until as many releases as holds.
 *
 * Not collective.
 */
export function hold(array: LocalArray): void {
  holders.set(array, (holders.get(array) ?? 0) + 1)
}

/**
 * Let go of an array; the last one to do so frees its memory.
 *
 * Not collective.
 */
export function release(array: LocalArray): void {
  const left = (holders.get(array) ?? 0) - 1
  if (left > 0) {
    holders.set(array, left)
    return
  }
  holders.delete(array)
  array.free()
}

/**
 * Free an array unless something holds it.
 *
 * Not collective.
 */
export function releaseUnheld(array: LocalArray): void {
  if (!holders.has(array)) array.free()
}

/**
 * Return the bytes of this rank's elements.
 *
 * Not collective.
 */
export function bytesOf(array: LocalArray): number {
  return array.size * itemSize(array.dtype)
}
