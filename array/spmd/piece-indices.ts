import type { PieceIndices } from '../../bindings/random.js'
import { CyclicMap } from '../../protocol/dimension/cyclic.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import type { Distribution } from '../../protocol/distribution.js'

/**
 * Return the global indices that a rank holds along each dimension, ghosts included, in local order.
 *
 * Not collective.
 */
export function pieceIndices(distribution: Distribution, rank: number): PieceIndices[] {
  const coords = distribution.coordsOf(rank)
  return distribution.maps.map((map, d) => along(map, coords[d] as number))
}

function along(map: DimensionMap, coord: number): PieceIndices {
  const count = map.localCount(coord)
  // Only blocks have ghosts, and theirs continue the block.
  if (map.distType === 'b') return { start: count === 0 ? 0 : map.localToGlobal(coord, 0), step: 0, width: Math.max(count, 1), count }
  if (!(map instanceof CyclicMap)) return map.ownIndices(coord)
  const { blockSize, gridSize } = map
  return { start: coord * blockSize, step: gridSize * blockSize, width: blockSize, count }
}
