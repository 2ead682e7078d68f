import { Distribution } from '../distribution.js'
import { ArgumentError, expected } from '../errors.js'
import { gridCoordsOf } from '../grid.js'
import { isCount } from '../integers.js'
import { checkCount, checkCounts, checkList, checkObject, checkProcesses } from './checks.js'
import { cutPadding, type GhostWidths } from './cut-padding.js'
import { type MpiOrder, readOrder } from './darray.js'
import { lossesAmong } from './features.js'
import { type BoxGrid, gridOfBoxes } from './grid-of-boxes.js'
import { ownBounds, widthsOf } from './own-bounds.js'
import { protocolTarget, refusal, refuseLosses } from './refusal.js'
import { type InteropSource, type Placement, placementAt, readSource } from './source.js'

/** Arguments of `MPI_Type_create_subarray` but for the types. */
export interface SubarrayArguments {
  readonly ndims: number
  readonly array_of_sizes: readonly number[]
  readonly array_of_subsizes: readonly number[]
  readonly array_of_starts: readonly number[]
  readonly order: MpiOrder
}

/** A rank's own entries, as two types of the same signature. */
export interface SubarrayPair {
  /** Where they are in the whole array, as in a file view. */
  readonly filetype: SubarrayArguments
  /** Where they are in the rank's section, between the ghosts. */
  readonly memory: SubarrayArguments
}

const target = 'MPI subarray types'

/** List what a pair of MPI subarray types per rank would lose; nothing is in its way when empty. */
export function subarrayLosses(source: InteropSource): string[] {
  return lossesAmong(readSource(source), {
    '0-d': 'ndims is positive: send the element by itself',
    'size 0': 'array_of_sizes are positive: there is nothing to describe',
    'empty ranks': 'array_of_subsizes are positive: use a count of 0 there',
    'large extents': 'array_of_sizes are ints',
    'boundary padding': 'a subarray does not tell padding from other entries',
    periodic: 'the type does not tell; a Cartesian communicator does',
    cyclic: 'a subarray is one range per dimension: make darray types instead',
    unstructured: 'a subarray is one range per dimension: make an indexed type instead',
    replicated: 'nothing says who holds a copy',
    partial: 'a type says nothing of values',
  })
}

/**
 * Describe every rank's own entries as arguments of `MPI_Type_create_subarray`: in the whole array and in its section.
 *
 * Not collective. Ghosts are kept: they are what `memory` leaves out.
 *
 * @param source A distribution of block dimensions, of which every rank owns something.
 * @returns      A new pair per rank, in C order, shape [ranks].
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @see source: MPI standard 4.1, section 5.1.3
 */
export function toSubarrays(source: InteropSource): SubarrayPair[] {
  refuseLosses(target, subarrayLosses(source))
  const { distribution } = readSource(source)
  const bounds = distribution.maps.map((map) => ownBounds(map)!)
  return Array.from({ length: distribution.ranks }, (_, rank) => {
    const coords = distribution.coordsOf(rank)
    const own = distribution.ownShape(rank)
    const starts = coords.map((coord, d) => bounds[d]![coord]!)
    const offsets = coords.map((coord, d) => distribution.maps[d]!.ownOffset(coord))
    return { filetype: subarray(distribution.shape, own, starts), memory: subarray(distribution.localShape(rank), own, offsets) }
  })
}

function subarray(sizes: readonly number[], subsizes: readonly number[], starts: readonly number[]): SubarrayArguments {
  return { ndims: sizes.length, array_of_sizes: sizes, array_of_subsizes: subsizes, array_of_starts: starts, order: 'MPI_ORDER_C' }
}

/**
 * Read a pair of subarray types per process as a distribution.
 *
 * Not collective.
 *
 * @param pairs In any order of processes, shape [processes].
 * @returns     The placement; `processes` numbers the pairs.
 * @throws {InteropError} Parts that make no grid, or entries around them in memory that are no ghosts.
 * @throws {ArgumentError} Arguments that MPI does not allow, or that differ between processes.
 * @throws {UnsupportedError} More than 2^20 processes.
 */
export function fromSubarrays(pairs: readonly SubarrayPair[]): Placement {
  checkList(pairs, 'pairs', checkPair)
  checkProcesses([pairs.length], 'pairs')
  if (pairs.length === 0) throw new ArgumentError(expected('a pair per process', 'pairs', pairs))
  const first = pairs[0]!
  pairs.forEach((pair, p) => {
    checkSubarray(pair.filetype, first.filetype, `pairs[${p}].filetype`)
    checkSubarray(pair.memory, first.filetype, `pairs[${p}].memory`)
    if (pair.filetype.array_of_sizes.some((size: number, d: number) => size !== first.filetype.array_of_sizes[d]))
      throw new ArgumentError(
        expected('the sizes of the first process', `pairs[${p}].filetype.array_of_sizes`, pair.filetype.array_of_sizes),
      )
    if (pair.memory.array_of_subsizes.some((size: number, d: number) => size !== pair.filetype.array_of_subsizes[d]))
      throw new ArgumentError(
        expected('the subsizes of its filetype', `pairs[${p}].memory.array_of_subsizes`, pair.memory.array_of_subsizes),
      )
  })
  const shape = first.filetype.array_of_sizes
  const boxes = pairs.map(({ filetype }) => ({ start: filetype.array_of_starts, shape: filetype.array_of_subsizes }))
  const grid = gridOfBoxes(boxes, shape)
  if (typeof grid === 'string') throw refusal(protocolTarget, [`irregular grid: ${grid}`])
  const widths = shape.map((_, d) => cutWidths(pairs, grid, d))
  refuseLosses(
    protocolTarget,
    widths.filter((width) => typeof width === 'string'),
  )
  const distribution = Distribution.from(shape, {
    ranks: pairs.length,
    bounds: grid.bounds,
    padding: widths.map((width) => ({ communication: width as number[] })),
  })
  return placementAt(distribution, grid.boxes, readOrder(first.filetype.order))
}

/** The communication padding of a dimension, on which all processes at the same place of it have to agree. */
function cutWidths(pairs: readonly SubarrayPair[], grid: BoxGrid, d: number): number[] | string {
  const gridShape = grid.bounds.map((bounds) => bounds.length - 1)
  const ghosts = new Array<GhostWidths>(gridShape[d]!)
  for (const [rank, pair] of grid.boxes.entries()) {
    const { array_of_sizes: sizes, array_of_subsizes: subsizes, array_of_starts: starts } = pairs[pair]!.memory
    const coord = gridCoordsOf(rank, gridShape)[d]!
    const found: GhostWidths = [starts[d]!, sizes[d]! - subsizes[d]! - starts[d]!]
    ghosts[coord] ??= found
    if (ghosts[coord][0] !== found[0] || ghosts[coord][1] !== found[1])
      return `unequal ghosts: dimension ${d} has other ghosts on process ${pair} than elsewhere along the cut; the protocol has one width per cut`
  }
  return cutPadding(ghosts, widthsOf(grid.bounds[d]!), d)
}

function checkPair(pair: unknown, name: string): void {
  checkObject(pair, name)
  const { filetype, memory } = pair as { readonly [key in keyof SubarrayPair]?: unknown }
  checkArguments(filetype, `${name}.filetype`)
  checkArguments(memory, `${name}.memory`)
}

function checkArguments(args: unknown, name: string): void {
  checkObject(args, name)
  const given = args as { readonly [key in keyof SubarrayArguments]?: unknown }
  checkCount(given.ndims, `${name}.ndims`)
  for (const key of ['array_of_sizes', 'array_of_subsizes', 'array_of_starts'] as const) checkCounts(given[key], `${name}.${key}`)
}

function checkSubarray(args: SubarrayArguments, first: SubarrayArguments, name: string): void {
  const { ndims, array_of_sizes: sizes, array_of_subsizes: subsizes, array_of_starts: starts } = args
  if (ndims !== first.ndims || [sizes, subsizes, starts].some((list) => list.length !== ndims) || ndims === 0)
    throw new ArgumentError(expected(`${first.ndims} entries in every list, at least 1,`, name, args))
  const fits = sizes.every((size, d) => isCount(starts[d]) && isCount(subsizes[d]) && subsizes[d] > 0 && starts[d] + subsizes[d] <= size)
  if (!fits) throw new ArgumentError(expected('positive subsizes within the sizes', name, subsizes))
  if (args.order !== first.order) throw new ArgumentError(expected('the order of the first process', `${name}.order`, args.order))
}
