import type { DimensionMap } from '../protocol/dimension/dimension-map.js'
import { UnstructuredMap } from '../protocol/dimension/unstructured.js'
import type { Distribution } from '../protocol/distribution.js'

const copied = new WeakMap<Distribution, boolean>()

/**
 * Return the ranks that hold an element, as their own or as a ghost, ascending.
 *
 * Not collective.
 *
 * @throws {SelectionError} Not a global index.
 */
export function holdersOf(distribution: Distribution, index: readonly number[]): readonly number[] {
  const owner = distribution.ownerOf(index)
  if (!hasCopies(distribution)) return [owner]
  // A rank holds the element when its coordinate holds the index in every dimension.
  let ranks = [0]
  for (const [d, map] of distribution.maps.entries()) {
    const coords: number[] = []
    for (let coord = 0; coord < map.gridSize; coord++) if (map.holds(coord, index[d] as number)) coords.push(coord)
    ranks = ranks.flatMap((rank) => coords.map((coord) => rank * map.gridSize + coord))
  }
  return ranks
}

/** Whether any element is on more than one rank. */
function hasCopies(distribution: Distribution): boolean {
  let known = copied.get(distribution)
  if (known === undefined) {
    known = distribution.maps.some(mapHasCopies)
    copied.set(distribution, known)
  }
  return known
}

function mapHasCopies(map: DimensionMap): boolean {
  if (map instanceof UnstructuredMap) return !map.oneToOne
  for (let coord = 0; coord < map.gridSize; coord++) if (map.localCount(coord) !== map.ownCount(coord)) return true
  return false
}
