import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import type { Distribution } from '../../protocol/distribution.js'

const known = new WeakMap<Distribution, WeakMap<Distribution, number>>()

/** Dimensions that do not follow each other in ranges are counted index by index up to so many; beyond that they are estimated. */
const counted = 65536

/**
 * Return how many elements have to travel so that an array of one distribution gets another one: what ranks will hold, ghosts
 * included, and do not hold now.
 *
 * Not collective.
 *
 * @param from   Of the array.
 * @param to     Of what it broadcasts to; along stretched dimensions every rank needs the one index there is.
 * @param places By rank of `to`: which rank of `from` is the same process; -1 for none. Default: the same numbers.
 */
export function elementsToMove(from: Distribution, to: Distribution, places?: readonly number[]): number {
  if (places) return count(from, to, places)
  let sizes = known.get(from)
  if (!sizes) {
    sizes = new WeakMap()
    known.set(from, sizes)
  }
  let size = sizes.get(to)
  if (size === undefined) {
    size = count(from, to)
    sizes.set(to, size)
  }
  return size
}

function count(from: Distribution, to: Distribution, places?: readonly number[]): number {
  const extra = to.ndim - from.ndim
  const overlaps = from.maps.map(() => new Map<number, number>())
  let moving = 0
  for (let rank = 0; rank < to.ranks; rank++) {
    const here = to.coordsOf(rank)
    const place = places ? (places[rank] as number) : rank
    const there = place >= 0 && place < from.ranks ? from.coordsOf(place) : undefined
    let needed = to.localShape(rank).includes(0) ? 0 : 1
    let held = needed
    for (const [d, map] of from.maps.entries()) {
      const target = to.maps[d + extra] as DimensionMap
      const coord = here[d + extra] as number
      const isStretched = target.size !== map.size
      needed *= isStretched ? 1 : target.localCount(coord)
      if (!there) held = 0
      else held *= overlap(map, there[d] as number, isStretched ? undefined : target, coord, overlaps[d] as Map<number, number>)
    }
    moving += needed - held
  }
  return Math.round(moving)
}

/** Entries along a dimension that a process has now and will have. Stretched dimensions have one index, which everybody needs. */
function overlap(from: DimensionMap, here: number, to: DimensionMap | undefined, coord: number, memo: Map<number, number>): number {
  if (!to) return from.localCount(here)
  const key = here * to.gridSize + coord
  let size = memo.get(key)
  if (size === undefined) {
    size = overlapOf(from, here, to, coord)
    memo.set(key, size)
  }
  return size
}

function overlapOf(from: DimensionMap, here: number, to: DimensionMap, coord: number): number {
  const [a, b] = [from.localCount(here), to.localCount(coord)]
  if (a === 0 || b === 0) return 0
  if (from === to && here === coord) return a
  if (from.distType === 'b' && to.distType === 'b') {
    const [low, high] = [from.localToGlobal(here, 0), to.localToGlobal(coord, 0)]
    return Math.max(0, Math.min(low + a, high + b) - Math.max(low, high))
  }
  // Indices of one are spread evenly over the other's, more or less.
  if (a > counted) return (a * b) / from.size
  let common = 0
  for (let i = 0; i < a; i++) if (to.holds(coord, from.localToGlobal(here, i))) common++
  return common
}
