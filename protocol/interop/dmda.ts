import { BlockMap } from '../dimension/block.js'
import type { DimensionMap } from '../dimension/dimension-map.js'
import { Distribution } from '../distribution.js'
import { checkObject } from './checks.js'
import { axisOf, type DMBoundaryType, type DmdaAxis, paddingLosses, stencilWidthOf } from './dmda-axis.js'
import { lossesAmong } from './features.js'
import { ownBounds } from './own-bounds.js'
import { refuseLosses } from './refusal.js'
import { type InteropSource, readSource, type Source } from './source.js'

/** Which ghosts a DMDA fills: those along the axes, or all, corners included. */
export type DMDAStencilType = 'DMDA_STENCIL_STAR' | 'DMDA_STENCIL_BOX'

/** Arguments of `DMDACreate1d`, `DMDACreate2d` or `DMDACreate3d`; those of axes past `dim` are absent. */
export interface DmdaArguments {
  readonly dim: number
  readonly bx: DMBoundaryType
  readonly by?: DMBoundaryType
  readonly bz?: DMBoundaryType
  readonly stencil_type: DMDAStencilType
  readonly M: number
  readonly N?: number
  readonly P?: number
  readonly m: number
  readonly n?: number
  readonly p?: number
  readonly dof: number
  readonly s: number
  /** Points per process along x; null for PETSc's own split. */
  readonly lx: readonly number[] | null
  readonly ly?: readonly number[] | null
  readonly lz?: readonly number[] | null
}

/** What a distribution does not say of a DMDA. */
export interface DmdaOptions {
  /** Default 'DMDA_STENCIL_BOX': the protocol's ghosts are all copies. */
  readonly stencil_type?: DMDAStencilType
  /** Whether the last dimension, which must not be distributed, counts the values per point. Default false: one value per point. */
  readonly lastIsDof?: boolean
}

const target = 'a PETSc DMDA'

/** List what a PETSc DMDA would lose; nothing is in its way when empty. */
export function dmdaLosses(source: InteropSource, options: DmdaOptions = {}): string[] {
  const { points, losses } = split(readSource(source), options)
  const lacks = lossesAmong(points, {
    '0-d': 'a DMDA has one to three',
    'over 3-d': 'a DMDA has one to three',
    'size 0': 'every process of a DMDA owns points',
    'empty ranks': 'every process of a DMDA owns points: use fewer processes',
    cyclic: 'a DMDA is one range per axis',
    unstructured: 'a DMDA is one range per axis: use index sets',
    replicated: 'every point of a DMDA is on one process',
    partial: 'a DMDA says nothing of values',
  })
  return [...losses, ...lacks, ...paddingLosses(points.distribution.maps.map(asBlock))]
}

/** The distribution of the points, without the dimension of the values per point. */
function split(source: Source, options: DmdaOptions): { points: Source; dof: number; losses: string[] } {
  checkObject(options, 'options')
  const { lastIsDof = false } = options
  const { distribution } = source
  const last = distribution.maps.at(-1)
  if (!lastIsDof || !last) return { points: source, dof: 1, losses: [] }
  const isWhole = last instanceof BlockMap && last.gridSize === 1 && !last.periodic && last.padding(0).every((width) => width === 0)
  if (!isWhole || last.size === 0)
    return {
      points: source,
      dof: 1,
      losses: ['dof: the last dimension is distributed, padded, periodic or empty; the values of a point are not'],
    }
  const dimData = Array.from({ length: distribution.ranks }, (_, rank) => distribution.dimData(rank).slice(0, -1))
  return { points: { ...source, distribution: Distribution.fromDimDataPerRank(dimData) }, dof: last.size, losses: [] }
}

/**
 * Describe a block distribution as arguments of `DMDACreate1d`, `2d` or `3d`.
 *
 * Not collective. Axes are reversed, the last dimension is x: so ranks and memory agree, `a[k][j][i]` of the DMDA's local
 * array is element [k, j, i] of the section. Communication padding is the stencil width. Boundary padding, which the
 * protocol counts and a DMDA does not, becomes the ghosts at the ends: of a DM_BOUNDARY_PERIODIC axis where the dimension
 * is periodic, of a DM_BOUNDARY_GHOSTED one otherwise.
 *
 * @param source  A distribution of one to three block dimensions, of which every rank owns something.
 * @param options What the distribution does not say.
 * @returns       New arguments, the same on every rank.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @see source: PETSc manual pages of DMDACreate3d and DMBoundaryType
 */
export function toDmda(source: InteropSource, options: DmdaOptions = {}): DmdaArguments {
  refuseLosses(target, dmdaLosses(source, options))
  const { points, dof } = split(readSource(source), options)
  const maps = points.distribution.maps.map((map) => asBlock(map)!)
  const [x, y, z] = maps.map(axisOf).reverse() as [DmdaAxis, DmdaAxis?, DmdaAxis?]
  return {
    dim: maps.length,
    bx: x.boundary,
    ...(y && { by: y.boundary }),
    ...(z && { bz: z.boundary }),
    stencil_type: options.stencil_type ?? 'DMDA_STENCIL_BOX',
    M: x.points,
    ...(y && { N: y.points }),
    ...(z && { P: z.points }),
    m: x.processes,
    ...(y && { n: y.processes }),
    ...(z && { p: z.processes }),
    dof,
    s: stencilWidthOf(maps),
    lx: x.l,
    ...(y && { ly: y.l }),
    ...(z && { lz: z.l }),
  }
}

/** A dimension of one block per process, also where they were dealt; nothing when a process owns something else. */
function asBlock(map: DimensionMap): BlockMap | undefined {
  if (map instanceof BlockMap) return map
  const bounds = ownBounds(map)
  return bounds && BlockMap.at(bounds)
}
