import { CyclicMap } from '../dimension/cyclic.js'
import type { DimensionMap } from '../dimension/dimension-map.js'
import { Distribution } from '../distribution.js'
import type { DistType } from '../distribution-options.js'
import { ArgumentError, expected } from '../errors.js'
import { gridCoordsOf } from '../grid.js'
import { isCount } from '../integers.js'
import { checkCount, checkNumber, checkObject, checkProcesses } from './checks.js'
import { lossesAmong } from './features.js'
import { boundsOfWidth, ownBounds, regularWidth } from './own-bounds.js'
import { protocolTarget, refuseLosses } from './refusal.js'
import { type InteropSource, type Placement, placementAt, readSource } from './source.js'

/** An array descriptor of length 9, in the order of its entries. */
export interface ScalapackDescriptor {
  /** 1, a dense matrix. */
  readonly DTYPE_: number
  /** BLACS context. */
  readonly CTXT_: number
  readonly M_: number
  readonly N_: number
  readonly MB_: number
  readonly NB_: number
  /** Process row and column of the first block. */
  readonly RSRC_: number
  readonly CSRC_: number
  /** Leading dimension of the local array; the only entry that differs between processes. */
  readonly LLD_: number
}

/** Arguments of `BLACS_GRIDINIT`. */
export interface BlacsGrid {
  /** Whether the processes count through rows ('R') or columns ('C') of the grid. */
  readonly ORDER: 'R' | 'C'
  readonly NPROW: number
  readonly NPCOL: number
}

/** A distributed matrix, as ScaLAPACK routines take it. */
export interface ScalapackMatrix {
  readonly desc: ScalapackDescriptor
  readonly grid: BlacsGrid
}

const target = 'a ScaLAPACK descriptor'

/** List what a ScaLAPACK descriptor would lose; nothing is in its way when empty. */
export function scalapackLosses(source: InteropSource): string[] {
  return lossesAmong(readSource(source), {
    '0-d': 'a descriptor is of a matrix: send the element by itself',
    'over 2-d': 'a descriptor is of a matrix',
    'large extents': 'the entries of a descriptor are ints',
    'irregular bounds': 'a descriptor has one block size per dimension',
    'communication padding': 'a descriptor has no ghosts',
    'boundary padding': 'a descriptor does not tell padding from other entries',
    periodic: 'a descriptor does not tell',
    unstructured: 'a descriptor has one block size per dimension',
    replicated: 'only whole grids of processes hold a matrix',
    partial: 'a descriptor says nothing of values',
  })
}

/**
 * Describe a rank's part of a distributed matrix as a ScaLAPACK descriptor and a process grid.
 *
 * Not collective. ScaLAPACK takes sections in column-major order, without gaps between rows of a column.
 *
 * @param source A distribution of one or two block or cyclic dimensions; one dimension is a matrix of one column.
 * @param rank   The process whose part it is. Default 0.
 * @param context Handle of the BLACS context of the grid. Default 0.
 * @returns      A new descriptor, the same on every rank but for `LLD_`, and the grid.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @throws {ArgumentError} Not a source, or not a rank of it.
 * @see source: ScaLAPACK Users' Guide, section 4.3.3 (array descriptor for in-core dense matrices)
 */
export function toScalapack(source: InteropSource, rank = 0, context = 0): ScalapackMatrix {
  refuseLosses(target, scalapackLosses(source))
  const { distribution } = readSource(source)
  const [rows, columns] = distribution.maps as [DimensionMap, DimensionMap?]
  return {
    desc: {
      DTYPE_: 1,
      CTXT_: context,
      M_: rows.size,
      N_: columns?.size ?? 1,
      MB_: blockSizeOf(rows),
      NB_: columns ? blockSizeOf(columns) : 1,
      RSRC_: 0,
      CSRC_: 0,
      LLD_: Math.max(1, distribution.localShape(rank)[0]!),
    },
    grid: { ORDER: 'R', NPROW: rows.gridSize, NPCOL: columns?.gridSize ?? 1 },
  }
}

function blockSizeOf(map: DimensionMap): number {
  return map instanceof CyclicMap ? map.blockSize : regularWidth(ownBounds(map)!)!
}

/**
 * Read a ScaLAPACK descriptor and its process grid as a distribution.
 *
 * Not collective. A first block that is not on process (0, 0), or a column-major grid, is another order of the processes:
 * `processes` has it. `LLD_` is the stride of the local buffer's columns and no part of the distribution.
 *
 * @param matrix The descriptor of any process, and the grid.
 * @param ndim   1 to read a matrix of one column as one dimension. Default 2.
 * @returns      The placement; sections are column-major.
 * @throws {InteropError} A descriptor of another type than dense.
 * @throws {ArgumentError} A descriptor that ScaLAPACK does not allow, or a matrix of several columns for `ndim` 1.
 * @throws {UnsupportedError} More than 2^20 processes.
 */
export function fromScalapack(matrix: ScalapackMatrix, ndim: 1 | 2 = 2): Placement {
  checkObject(matrix, 'matrix')
  const { desc, grid } = matrix
  checkObject(desc, 'desc')
  checkObject(grid, 'grid')
  checkNumber(desc.DTYPE_, 'DTYPE_')
  checkCount(desc.M_, 'M_')
  checkCount(desc.N_, 'N_')
  if (ndim !== 1 && ndim !== 2) throw new ArgumentError(expected('1 or 2', 'ndim', ndim))
  const { ORDER, NPROW, NPCOL } = grid
  checkProcesses([NPROW, NPCOL], 'NPROW and NPCOL')
  if (desc.DTYPE_ !== 1)
    refuseLosses(protocolTarget, [
      `band storage: DTYPE_ is ${desc.DTYPE_}; only descriptors of dense matrices, DTYPE_ 1, have a place in it`,
    ])
  if (ORDER !== 'R' && ORDER !== 'C') throw new ArgumentError(expected("'R' or 'C'", 'ORDER', ORDER))
  for (const [name, source, processes] of [['RSRC_', desc.RSRC_, NPROW] as const, ['CSRC_', desc.CSRC_, NPCOL] as const])
    if (!isCount(source) || source >= processes) throw new ArgumentError(expected('a place in the process grid', name, source))
  if (ndim === 1 && (desc.N_ !== 1 || NPCOL !== 1)) throw new ArgumentError(expected('one column on one process column', 'N_', desc.N_))
  const dims = [readDimension(desc.M_, NPROW, desc.MB_, 'MB_'), readDimension(desc.N_, NPCOL, desc.NB_, 'NB_')].slice(0, ndim)
  const distribution = Distribution.from([desc.M_, desc.N_].slice(0, ndim), {
    ranks: NPROW * NPCOL,
    grid: [NPROW, NPCOL].slice(0, ndim),
    dist: dims.map(({ dist }) => dist),
    bounds: dims.map(({ bounds }) => bounds),
    blockSizes: dims.map(({ blockSize }) => blockSize),
  })
  const processes = Array.from({ length: NPROW * NPCOL }, (_, rank) => {
    const [row, column] = gridCoordsOf(rank, [NPROW, NPCOL]) as [number, number]
    const [r, c] = [(row + desc.RSRC_) % NPROW, (column + desc.CSRC_) % NPCOL]
    return ORDER === 'R' ? r * NPCOL + c : c * NPROW + r
  })
  return placementAt(distribution, processes, 'F')
}

interface Dimension {
  dist: DistType
  bounds?: number[]
  blockSize?: number
}

/** Blocks that are dealt once are a block dimension. */
function readDimension(size: number, processes: number, blockSize: number, name: string): Dimension {
  if (!isCount(blockSize) || blockSize === 0) throw new ArgumentError(expected('an integer, at least 1,', name, blockSize))
  if (blockSize * processes < size) return { dist: 'c', blockSize }
  return { dist: 'b', bounds: boundsOfWidth(size, processes, blockSize) }
}
