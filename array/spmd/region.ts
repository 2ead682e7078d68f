import type { Distribution } from '../../protocol/distribution.js'

/** What one rank holds of an array, by local index: all of it, and the part that it owns. */
export interface Region {
  /** Place in the process grid. */
  readonly coords: readonly number[]
  /** Extents, ghosts included. */
  readonly held: readonly number[]
  /** Extents of what it owns. */
  readonly own: readonly number[]
  /** Local index of the first entry that it owns. */
  readonly ownOffset: readonly number[]
  readonly hasGhosts: boolean
}

const known = new WeakMap<Distribution, { readonly rank: number; readonly region: Region }>()

/**
 * Return what a rank holds.
 *
 * Not collective.
 *
 * @returns The same object each time, for one rank.
 */
export function regionOf(distribution: Distribution, rank: number): Region {
  const found = known.get(distribution)
  if (found?.rank === rank) return found.region
  const coords = distribution.coordsOf(rank)
  const held = distribution.localShape(rank)
  const own = distribution.ownShape(rank)
  const ownOffset = distribution.maps.map((map, d) => map.ownOffset(coords[d] as number))
  const region = { coords, held, own, ownOffset, hasGhosts: held.some((extent, d) => extent !== own[d]) }
  known.set(distribution, { rank, region })
  return region
}
