import type { Distribution } from '../../protocol/distribution.js'

/** What one rank owns and holds along each dimension, in local order. */
export interface RankPlaces {
  own: number[][]
  held: number[][]
}

/** What a distribution says each rank owns and holds. */
export function placesOf(distribution: Distribution): RankPlaces[] {
  return Array.from({ length: distribution.ranks }, (_, rank) => {
    const coords = distribution.coordsOf(rank)
    return {
      own: distribution.maps.map((map, d) => [...map.ownIndices(coords[d]!)]),
      held: distribution.maps.map((map, d) =>
        Array.from({ length: map.localCount(coords[d]!) }, (_, i) => map.localToGlobal(coords[d]!, i)),
      ),
    }
  })
}

/**
 * Numbers of the elements with the given indices along each dimension, in order of memory: row-major ('C', the last
 * dimension fastest) or column-major ('F').
 */
export function elementsOf(lists: readonly (readonly number[])[], shape: readonly number[], order: 'C' | 'F' = 'C'): number[] {
  if (order === 'F') return elementsOf(lists.toReversed(), shape.toReversed())
  let elements = [0]
  lists.forEach((list, d) => {
    const longer: number[] = []
    for (const element of elements) for (const index of list) longer.push(element * shape[d]! + index)
    elements = longer
  })
  return elements
}

/** Where ranges of the given lengths begin, and the end of the last. */
export function edgesOf(counts: readonly number[]): number[] {
  const edges = [0]
  for (const count of counts) edges.push(edges.at(-1)! + count)
  return edges
}
