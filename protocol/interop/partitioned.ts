import type { CyclicMap } from '../dimension/cyclic.js'
import type { DimensionMap } from '../dimension/dimension-map.js'
import { gridCoordsOf, gridRankOf } from '../grid.js'
import { product } from '../integers.js'
import { checkCount } from './checks.js'
import { lossesAmong } from './features.js'
import { ownBounds } from './own-bounds.js'
import { refuseLosses } from './refusal.js'
import { type InteropSource, readSource } from './source.js'

/** One part of a partitioned container. */
export interface Partition<Location = number> {
  /** First global index, shape [ndim]. */
  readonly start: readonly number[]
  readonly shape: readonly number[]
  /** Every place that has the part. */
  readonly location: readonly Location[]
}

/** The value of `__partitioned__`, but for `data` and `get`, which are the caller's. */
export interface Partitioned<Location = number> {
  /** Global extents. */
  readonly shape: readonly number[]
  /** Numbers of parts per dimension. */
  readonly partition_tiling: readonly number[]
  /** The parts by position; Python's key (i, j) is `'i,j'`, of no dimension `''`. */
  readonly partitions: Readonly<Record<string, Partition<Location>>>
  /** Positions of the parts that this rank has, shape [parts, ndim]; present when a rank was given. */
  readonly locals?: readonly (readonly number[])[]
}

const target = '__partitioned__'

/** List what `__partitioned__` would lose; nothing is in its way when empty. */
export function partitionedLosses(source: InteropSource): string[] {
  return lossesAmong(readSource(source), {
    'communication padding': 'parts do not overlap',
    'boundary padding': 'a part does not tell padding from other entries',
    periodic: 'the dictionary does not tell',
    unstructured: 'parts are ranges of indices',
    'many parts': 'too many to list: deal larger blocks',
    partial: 'the dictionary says nothing of values',
  })
}

/**
 * Describe a distribution of blocks or dealt blocks as the dictionary `__partitioned__`.
 *
 * Not collective. A block-cyclic section becomes a part per block, in the order of its local indices.
 *
 * @param source A distribution of block and cyclic dimensions.
 * @param rank   The process whose `locals` to list; default none.
 * @returns      A new dictionary; locations are ranks.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @throws {ArgumentError} Not a source, or not a rank of it.
 * @see source: DPPY-Spec, draft "Partitioned.md"
 */
export function toPartitioned(source: InteropSource, rank?: number): Partitioned {
  refuseLosses(target, partitionedLosses(source))
  const { distribution, replicated } = readSource(source)
  const copies = product(replicated)
  if (rank !== undefined) checkCount(rank, 'rank')
  if (rank !== undefined) distribution.coordsOf(Math.floor(rank / copies))
  const tiles = distribution.maps.map(tilesOf)
  const tiling = tiles.map(({ length }) => length)
  const partitions: Record<string, Partition> = {}
  const locals: number[][] = []
  for (let p = 0; p < product(tiling); p++) {
    const position = gridCoordsOf(p, tiling)
    const parts = position.map((t, d) => tiles[d]![t]!)
    const owner = gridRankOf(
      parts.map(({ coord }) => coord),
      distribution.gridShape,
    )
    const location = Array.from({ length: copies }, (_, copy) => owner * copies + copy)
    partitions[position.join(',')] = { start: parts.map(({ start }) => start), shape: parts.map(({ count }) => count), location }
    if (rank !== undefined && location.includes(rank)) locals.push(position)
  }
  return { shape: distribution.shape, partition_tiling: tiling, partitions, ...(rank !== undefined && { locals }) }
}

/** The ranges of a dimension in order, and the process that has each. */
function tilesOf(map: DimensionMap): { start: number; count: number; coord: number }[] {
  const bounds = ownBounds(map)
  if (bounds) return bounds.slice(1).map((stop, coord) => ({ start: bounds[coord]!, count: stop - bounds[coord]!, coord }))
  const { size, gridSize, blockSize } = map as CyclicMap
  return Array.from({ length: Math.ceil(size / blockSize) }, (_, t) => {
    const start = t * blockSize
    return { start, count: Math.min(blockSize, size - start), coord: t % gridSize }
  })
}
