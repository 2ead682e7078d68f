import { communicationPadding, type DimData, type FullBlockDim, type FullDim, type FullUnstructuredDim } from './dim-data.js'
import { BlockMap } from './dimension/block.js'
import { CyclicMap } from './dimension/cyclic.js'
import type { DimensionMap } from './dimension/dimension-map.js'
import { UnstructuredMap } from './dimension/unstructured.js'
import { DistributionError, expected, ProtocolError } from './errors.js'
import { gridCoordsOf } from './grid.js'
import { product } from './integers.js'
import { readDimension } from './validation/dimension.js'
import { Reader } from './validation/reader.js'

/**
 * Make the dimension maps that all processes' dictionaries describe together.
 *
 * Not collective.
 *
 * @param dimData The dictionaries of each rank, in rank order, shape [ranks, ndim].
 * @throws {ProtocolError} A dictionary that breaks a rule by itself.
 * @throws {DistributionError} Dictionaries that do not fit each other.
 */
export function mapsFromDimData(dimData: readonly (readonly DimData[])[]): DimensionMap[] {
  if (!Array.isArray(dimData) || dimData.length === 0)
    throw new DistributionError(expected('an array of dimension dictionaries per rank', 'dimData', dimData))
  const ndim = dimData[0]?.length
  const perRank = dimData.map((dims, rank) => {
    if (!Array.isArray(dims) || dims.length !== ndim)
      throw new DistributionError(expected(`${ndim} dimension dictionaries, as many as rank 0 has,`, `dimData[${rank}]`, dims))
    return dims.map((dim, d) => checked(dim, `dimData[${rank}][${d}]`))
  })
  const gridShape = perRank[0]!.map((dim) => dim.proc_grid_size)
  if (product(gridShape) !== perRank.length)
    throw new DistributionError(
      `Expected a process grid of ${perRank.length} processes, one per rank, but received (${gridShape.join(', ')})`,
    )
  return gridShape.map((processes, d) => mapOf(alongGrid(perRank, gridShape, d, processes), d))
}

function checked(dim: DimData, path: string): FullDim {
  const reader = new Reader()
  const full = readDimension(reader, dim, path, undefined, '0.10')
  const first = reader.findings[0]
  if (first) throw new ProtocolError(`${first.rule}: ${first.message}`, { rule: first.rule, findings: reader.findings })
  if (!full)
    throw new DistributionError(
      `Expected ${path} with its size but received {}, which takes it from the buffer; pass importArray(...).dimData`,
    )
  return full
}

/** The dictionaries of dimension `d` by process coordinate, after checking that all ranks at one coordinate have the same. */
function alongGrid(perRank: readonly FullDim[][], gridShape: readonly number[], d: number, processes: number): FullDim[] {
  const line = new Array<FullDim>(processes)
  perRank.forEach((dims, rank) => {
    const coord = gridCoordsOf(rank, gridShape)[d]!
    const dim = dims[d]!
    if (dim.proc_grid_size !== processes) throw disagreement(d, rank, 'proc_grid_size', processes, dim.proc_grid_size)
    if (dim.proc_grid_rank !== coord) throw disagreement(d, rank, 'proc_grid_rank', coord, dim.proc_grid_rank)
    line[coord] ??= dim
    checkSame(line[coord], dim, d, rank)
    checkShared(line[coord], perRank[0]![d]!, d, rank)
  })
  return line
}

/** Two ranks with the same coordinate have the same dictionary. */
function checkSame(first: FullDim, dim: FullDim, d: number, rank: number): void {
  if (first === dim) return
  const other = dim as unknown as Readonly<Record<string, unknown>>
  for (const [key, value] of Object.entries(first)) {
    if (!isSame(value, other[key])) throw disagreement(d, rank, key, value, other[key])
  }
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [a as ArrayLike<number | bigint>, b as ArrayLike<number | bigint>]
  if (left.length !== right.length) return false
  // One rank may list its indices in 32 bits and another in 64.
  for (let i = 0; i < left.length; i++) if (Number(left[i]) !== Number(right[i])) return false
  return true
}

/** All ranks agree on what does not depend on the coordinate. */
function checkShared(dim: FullDim, first: FullDim, d: number, rank: number): void {
  if (dim.dist_type !== first.dist_type) throw disagreement(d, rank, 'dist_type', first.dist_type, dim.dist_type)
  const other = dim as unknown as Readonly<Record<string, unknown>>
  const expectedOf = first as unknown as Readonly<Record<string, unknown>>
  for (const key of ['size', 'periodic', 'block_size', 'one_to_one'])
    if (other[key] !== expectedOf[key]) throw disagreement(d, rank, key, expectedOf[key], other[key])
}

function disagreement(d: number, rank: number, key: string, wanted: unknown, received: unknown): DistributionError {
  const what = typeof wanted === 'object' ? 'the same as on an earlier rank' : `${JSON.stringify(wanted)}`
  return new DistributionError(expected(what, `${key} of dimension ${d} on rank ${rank}`, received))
}

function mapOf(line: readonly FullDim[], d: number): DimensionMap {
  const first = line[0]!
  if (first.dist_type === 'b') return blockMap(line as readonly FullBlockDim[], d)
  if (first.dist_type === 'c') return new CyclicMap(first.size, line.length, first.block_size)
  const map = new UnstructuredMap(
    first.size,
    (line as readonly FullUnstructuredDim[]).map(({ indices }) => indices),
  )
  if (first.one_to_one && !map.oneToOne)
    throw new DistributionError(`Dimension ${d} says one_to_one but has a global index on two processes`)
  return map
}

/** Neighbours meet, and their padding at the cut between them is equal. */
function blockMap(line: readonly FullBlockDim[], d: number): BlockMap {
  const bounds = [0]
  const communication: number[] = []
  line.forEach((dim, coord) => {
    const [low, high] = communicationPadding(dim)
    const start = dim.start + low
    const before = bounds.at(-1)!
    if (start !== before)
      throw new DistributionError(
        `Expected process ${coord} of dimension ${d} to own from ${before}, where its neighbour ends, but it owns from ${start}`,
      )
    if (coord > 0 && communication[coord - 1] !== low)
      throw new DistributionError(
        `Expected equal padding on both sides of a cut but processes ${coord - 1} and ${coord} of dimension ${d} have ${communication[coord - 1]} and ${low}`,
      )
    bounds.push(dim.stop - high)
    communication.push(high)
  })
  const { periodic, padding } = line[0]!
  const boundary = [padding[0], line.at(-1)!.padding[1]] as const
  return BlockMap.at(bounds, { periodic, padding: { communication: communication.slice(0, -1), boundary } })
}
