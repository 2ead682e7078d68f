import { Distribution } from '../distribution.js'
import type { DistType } from '../distribution-options.js'
import { ArgumentError, expected } from '../errors.js'
import { gridCoordsOf, gridRankOf } from '../grid.js'
import { isCount, product } from '../integers.js'
import { checkCounts, checkList, checkNumbers, checkObject, checkProcesses } from './checks.js'
import { boundsOfWidth, boundsOfWidths, widthsOf } from './own-bounds.js'
import type { Partition, Partitioned } from './partitioned.js'
import { protocolTarget, refuseLosses } from './refusal.js'
import type { Placement } from './source.js'

/**
 * Read the dictionary `__partitioned__` as a distribution.
 *
 * Not collective.
 *
 * @typeParam Location Anything that JSON can write: a rank, or [address, process].
 * @param dictionary The dictionary; `data`, `get` and `locals` are not looked at.
 * @returns The placement; `processes` has the locations. Parts that several locations have become replicated dimensions.
 * @throws {InteropError} Locations that do not take turns in a grid.
 * @throws {ArgumentError} Not such a dictionary: parts are missing, or leave gaps.
 * @throws {UnsupportedError} More than 2^20 parts.
 */
export function fromPartitioned<Location>(dictionary: Partitioned<Location>): Placement<Location> {
  checkObject(dictionary, 'dictionary')
  const { shape, partition_tiling: tiling } = dictionary
  const parts = partsOf(dictionary)
  const bounds = tiling.map((_, d) => boundsAlong(parts, dictionary, d))
  const locations = parts.map(({ location }) => location)
  const keys = locations.map((location) => keyOf(location))
  const grid = tiling.map((_, d) => turnsAlong(keys, tiling, d))
  const owners = ownersIn(keys, tiling, grid)
  const dims = bounds.map((bound, d) => readDimension(bound, grid[d]!, d))
  const copies = locations[0]!.length
  const losses = dims.flatMap(({ loss }) => (loss === undefined ? [] : [loss]))
  const held = owners.flatMap((part) => locations[part]!)
  const isShared = new Set(held.map((location) => JSON.stringify(location))).size !== held.length
  if (isShared || keys.some((key, part) => key !== keys[owners[ownerOf(part, tiling, grid)]!]))
    losses.push('irregular owners: the locations do not take turns along each dimension; the protocol has one process per place of a grid')
  if (locations.some(({ length }) => length !== copies)) losses.push('irregular copies: some parts have more copies than others')
  refuseLosses(protocolTarget, losses)
  const distribution = Distribution.from(shape, {
    ranks: product(grid),
    grid,
    dist: dims.map(({ dist }) => dist),
    bounds: dims.map(({ bounds }) => bounds),
    blockSizes: dims.map(({ blockSize }) => blockSize),
  })
  return { distribution, replicated: copies > 1 ? [copies] : [], processes: held }
}

/** All parts in row-major order of their positions. */
function partsOf<Location>({ shape, partition_tiling: tiling, partitions }: Partitioned<Location>): Partition<Location>[] {
  checkCounts(shape, 'shape')
  const isTiling = Array.isArray(tiling) && tiling.length === shape.length && tiling.every((count) => isCount(count) && count > 0)
  if (!isTiling) throw new ArgumentError(expected('a positive integer per dimension', 'partition_tiling', tiling))
  checkProcesses(tiling, 'partition_tiling')
  checkObject(partitions, 'partitions')
  return Array.from({ length: product(tiling) }, (_, p) => {
    const key = gridCoordsOf(p, tiling).join(',')
    const part = partitions[key]
    const name = `partitions['${key}']`
    if (!part) throw new ArgumentError(expected('a part with start, shape and location', name, part))
    checkObject(part, name)
    checkNumbers(part.start, `${name}.start`)
    checkCounts(part.shape, `${name}.shape`)
    checkList(part.location, `${name}.location`)
    const isPart = [part.start, part.shape].every((list) => list.length === shape.length) && part.location.length > 0
    if (!isPart) throw new ArgumentError(expected('a part with start, shape and location', name, part))
    return part
  })
}

/** The locations of a part, as a text to compare. */
function keyOf(location: readonly unknown[]): string {
  try {
    return JSON.stringify(location)
  } catch (cause) {
    throw new ArgumentError(expected('something that JSON can write', 'location', location), { cause })
  }
}

/** Bounds of the tiles along a dimension, on which all parts have to agree. */
function boundsAlong(parts: readonly Partition<unknown>[], { shape, partition_tiling: tiling }: Partitioned<unknown>, d: number): number[] {
  const widths = new Array<number>(tiling[d]!)
  parts.forEach((part, p) => {
    widths[gridCoordsOf(p, tiling)[d]!] ??= part.shape[d]!
  })
  const bounds = boundsOfWidths(widths)
  const wrong = parts.findIndex((part, p) => {
    const t = gridCoordsOf(p, tiling)[d]!
    return part.shape[d] !== widths[t] || part.start[d] !== bounds[t]
  })
  if (wrong !== -1)
    throw new ArgumentError(expected('parts that meet', `the part at (${gridCoordsOf(wrong, tiling).join(', ')})`, parts[wrong]!.start))
  if (bounds.at(-1) !== shape[d]) throw new ArgumentError(expected(`parts that end at ${shape[d]}`, `dimension ${d}`, bounds.at(-1)))
  return bounds
}

/** After how many tiles along a dimension the first owner has its next turn. */
function turnsAlong(keys: readonly string[], tiling: readonly number[], d: number): number {
  for (let t = 1; t < tiling[d]!; t++) {
    const position = tiling.map((_, other) => (other === d ? t : 0))
    if (keys[gridRankOf(position, tiling)] === keys[0]) return t
  }
  return tiling[d]!
}

/** The first part of each process of the grid. */
function ownersIn(keys: readonly string[], tiling: readonly number[], grid: readonly number[]): number[] {
  const owners = new Array<number>(product(grid))
  for (let part = keys.length - 1; part >= 0; part--) owners[ownerOf(part, tiling, grid)] = part
  return owners
}

/** The process of the grid whose turn a part is. */
function ownerOf(part: number, tiling: readonly number[], grid: readonly number[]): number {
  return gridRankOf(
    gridCoordsOf(part, tiling).map((t, d) => t % grid[d]!),
    grid,
  )
}

interface Dimension {
  dist: DistType
  bounds?: number[]
  blockSize?: number
  loss?: string
}

/** A tile per process is a block dimension, and several are a cyclic one where all but the last are equal. */
function readDimension(bounds: number[], processes: number, d: number): Dimension {
  if (processes === 1) return { dist: 'n' }
  if (processes === bounds.length - 1) return { dist: 'b', bounds }
  const [blockSize] = widthsOf(bounds) as [number]
  const dealt = boundsOfWidth(bounds.at(-1)!, bounds.length - 1, blockSize)
  const isDealt = blockSize > 0 && bounds.every((bound, t) => bound === dealt[t])
  return isDealt
    ? { dist: 'c', blockSize }
    : { dist: 'c', loss: `irregular blocks: dimension ${d} is dealt in blocks of several widths; the protocol has one block size` }
}
