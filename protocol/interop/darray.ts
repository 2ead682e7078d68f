import { CyclicMap } from '../dimension/cyclic.js'
import type { DimensionMap } from '../dimension/dimension-map.js'
import { Distribution } from '../distribution.js'
import { ArgumentError, expected } from '../errors.js'
import { isCount, product } from '../integers.js'
import { checkCounts, checkList, checkObject, checkProcesses } from './checks.js'
import { lossesAmong } from './features.js'
import { boundsOfWidth, ownBounds, regularWidth } from './own-bounds.js'
import { refuseLosses } from './refusal.js'
import { type InteropSource, type Placement, placementOf, processCount, readSource } from './source.js'

/** How MPI distributes a dimension. */
export type DarrayDistribution = 'MPI_DISTRIBUTE_BLOCK' | 'MPI_DISTRIBUTE_CYCLIC' | 'MPI_DISTRIBUTE_NONE'
/** Order of an array in memory, as MPI names it. */
export type MpiOrder = 'MPI_ORDER_C' | 'MPI_ORDER_FORTRAN'

/** Arguments of `MPI_Type_create_darray` but for the types. */
export interface DarrayArguments {
  readonly size: number
  readonly rank: number
  readonly ndims: number
  readonly array_of_gsizes: readonly number[]
  readonly array_of_distribs: readonly DarrayDistribution[]
  readonly array_of_dargs: readonly (number | 'MPI_DISTRIBUTE_DFLT_DARG')[]
  readonly array_of_psizes: readonly number[]
  readonly order: MpiOrder
}

const target = 'an MPI darray type'

/** List what an MPI darray type would lose; nothing is in its way when empty. */
export function darrayLosses(source: InteropSource): string[] {
  return lossesAmong(readSource(source), {
    '0-d': 'ndims is positive: send the element by itself',
    'size 0': 'array_of_gsizes are positive: there is nothing to describe',
    'large extents': 'array_of_gsizes are ints',
    'irregular bounds': 'a darray cuts at multiples of one number: make subarray types instead',
    'communication padding': 'a darray selects own entries only: make subarray types instead',
    'boundary padding': 'a darray does not tell padding from other entries',
    periodic: 'the type does not tell; a Cartesian communicator does',
    unstructured: 'only blocks and cycles can be selected: make an indexed type instead',
    replicated: 'the process grid has as many dimensions as the array',
    partial: 'a type says nothing of values',
  })
}

/**
 * Describe a rank's part of a distributed array as arguments of `MPI_Type_create_darray`.
 *
 * Not collective.
 *
 * @param source A distribution of block and cyclic dimensions.
 * @param rank   The process whose part it is. Default 0.
 * @returns      New arguments, in C order; the same on every rank but for `rank`.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @throws {ArgumentError} Not a source, or not a rank of it.
 * @see source: MPI standard 4.1, section 5.1.4
 */
export function toDarray(source: InteropSource, rank = 0): DarrayArguments {
  refuseLosses(target, darrayLosses(source))
  const { distribution, ...rest } = readSource(source)
  distribution.coordsOf(rank)
  return {
    size: processCount({ distribution, ...rest }),
    rank,
    ndims: distribution.ndim,
    array_of_gsizes: distribution.shape,
    array_of_distribs: distribution.maps.map(distribOf),
    array_of_dargs: distribution.maps.map(dargOf),
    array_of_psizes: distribution.gridShape,
    order: 'MPI_ORDER_C',
  }
}

function distribOf(map: DimensionMap): DarrayDistribution {
  if (map.gridSize === 1) return 'MPI_DISTRIBUTE_NONE'
  return map.distType === 'c' ? 'MPI_DISTRIBUTE_CYCLIC' : 'MPI_DISTRIBUTE_BLOCK'
}

function dargOf(map: DimensionMap): number | 'MPI_DISTRIBUTE_DFLT_DARG' {
  if (map.gridSize === 1) return 'MPI_DISTRIBUTE_DFLT_DARG'
  return map instanceof CyclicMap ? map.blockSize : regularWidth(ownBounds(map)!)!
}

/**
 * Read arguments of `MPI_Type_create_darray` as a distribution.
 *
 * Not collective. Nothing is lost.
 *
 * @param args The arguments of any rank.
 * @returns    The placement; `order` says how the sections lie in memory.
 * @throws {ArgumentError} Arguments that MPI does not allow.
 * @throws {UnsupportedError} More than 2^20 processes.
 */
export function fromDarray(args: DarrayArguments): Placement {
  checkObject(args, 'args')
  const { size, ndims, array_of_gsizes: gsizes, array_of_psizes: psizes } = args
  checkCounts(gsizes, 'array_of_gsizes')
  checkList(args.array_of_distribs, 'array_of_distribs')
  checkList(args.array_of_dargs, 'array_of_dargs')
  checkCounts(psizes, 'array_of_psizes')
  checkProcesses([size], 'size')
  checkProcesses(psizes, 'array_of_psizes')
  const lists = [gsizes, args.array_of_distribs, args.array_of_dargs, psizes]
  if (!isCount(ndims) || ndims === 0 || lists.some((list) => list.length !== ndims))
    throw new ArgumentError(expected('as many entries in every list, at least 1,', 'ndims', ndims))
  if (product(psizes) !== size)
    throw new ArgumentError(expected(`a process grid of ${size} processes, size,`, 'array_of_psizes', [...psizes]))
  const dims = gsizes.map((gsize, d) => readDimension(gsize, psizes[d]!, args.array_of_distribs[d]!, args.array_of_dargs[d]!, d))
  const distribution = Distribution.from(gsizes, {
    ranks: size,
    grid: psizes,
    dist: dims.map(({ dist }) => dist),
    bounds: dims.map(({ bounds }) => bounds),
    blockSizes: dims.map(({ blockSize }) => blockSize),
  })
  return placementOf(distribution, readOrder(args.order))
}

interface Dimension {
  dist: 'b' | 'c' | 'n'
  bounds?: number[]
  blockSize?: number
}

function readDimension(gsize: number, psize: number, distrib: DarrayDistribution, darg: unknown, d: number): Dimension {
  const isDefault = darg === 'MPI_DISTRIBUTE_DFLT_DARG'
  if (!isDefault && !(isCount(darg) && darg > 0))
    throw new ArgumentError(expected('a positive integer or MPI_DISTRIBUTE_DFLT_DARG', `array_of_dargs[${d}]`, darg))
  if (distrib === 'MPI_DISTRIBUTE_NONE') {
    if (psize === 1) return { dist: 'n' }
    throw new ArgumentError(expected('1, for MPI_DISTRIBUTE_NONE,', `array_of_psizes[${d}]`, psize))
  }
  if (distrib === 'MPI_DISTRIBUTE_CYCLIC') return { dist: 'c', blockSize: isDefault ? 1 : darg }
  if (distrib !== 'MPI_DISTRIBUTE_BLOCK') throw new ArgumentError(expected('a constant of MPI', `array_of_distribs[${d}]`, distrib))
  const width = isDefault ? Math.max(Math.ceil(gsize / psize), 1) : darg
  if (width * psize < gsize)
    throw new ArgumentError(expected(`a block of at least ${Math.ceil(gsize / psize)}`, `array_of_dargs[${d}]`, darg))
  return { dist: 'b', bounds: boundsOfWidth(gsize, psize, width) }
}

/**
 * Read MPI's name of a memory order.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Not one of them.
 */
export function readOrder(order: MpiOrder): 'C' | 'F' {
  if (order === 'MPI_ORDER_C') return 'C'
  if (order === 'MPI_ORDER_FORTRAN') return 'F'
  throw new ArgumentError(expected('MPI_ORDER_C or MPI_ORDER_FORTRAN', 'order', order))
}
