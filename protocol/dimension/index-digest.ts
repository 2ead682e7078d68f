import type { NumberArray } from './index-numbers.js'

/**
 * Return a number that stands for a list of global indices in its order.
 *
 * Not collective.
 *
 * @param indices Safe integers, shape [n].
 * @returns       A safe integer, zero or more. Equal lists have equal digests; of unequal ones about one pair in 2^53 does.
 */
export function digestOf(indices: NumberArray): number {
  let a = indices.length | 0
  let b = ~a
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!
    const low = index | 0
    const high = Math.floor(index / 0x1_0000_0000) | 0
    a = step(step(a, low, 0x85ebca6b), high, 0x85ebca6b)
    b = step(step(b, high, 0xc2b2ae35), low, 0xc2b2ae35)
  }
  return (a >>> 0) * 0x20_0000 + (b & 0x1f_ffff)
}

/** One word more; for a given state and multiplier different words give different states. */
function step(state: number, word: number, multiplier: number): number {
  const next = Math.imul(state ^ word, multiplier)
  return next ^ (next >>> 15)
}
