import type { Distribution } from '../../protocol/distribution.js'

/**
 * Return the ranks that come first along some dimensions of the process grid, ascending.
 *
 * Not collective.
 */
export function firstAlong(distribution: Distribution, axes: readonly number[]): number[] {
  const ranks = Array.from({ length: distribution.ranks }, (_, rank) => rank)
  return ranks.filter((rank) => {
    const coords = distribution.coordsOf(rank)
    return axes.every((axis) => coords[axis] === 0)
  })
}
