import type { Distribution } from '../../protocol/distribution.js'
import { firstAlong } from './first-along.js'

/** Where the result of a reduction is. */
export interface Reduced {
  readonly distribution: Distribution
  /** The ranks of what is reduced that have it, ascending: those that come first along the reduced dimensions. */
  readonly roots: readonly number[]
}

/** By axes and whether they stay: programs reduce arrays that are distributed alike again and again. */
const known = new WeakMap<Distribution, Map<string, Reduced>>()

/**
 * Return where the result of a reduction is.
 *
 * Not collective.
 *
 * @param axes Dimensions that are reduced, ascending.
 * @returns    The same object each time.
 */
export function reducedOf(distribution: Distribution, axes: readonly number[], keepdims: boolean): Reduced {
  let all = known.get(distribution)
  if (!all) {
    all = new Map()
    known.set(distribution, all)
  }
  const key = `${keepdims ? 'kept' : 'dropped'} ${axes}`
  let reduced = all.get(key)
  if (!reduced) {
    reduced = { distribution: distribution.reduced(axes, keepdims), roots: firstAlong(distribution, axes) }
    all.set(key, reduced)
  }
  return reduced
}
