import { ArgumentError, expected } from '../errors.js'
import { checkNumberLists, checkNumbers, checkObject, checkProcesses } from './checks.js'
import { lossesAmong } from './features.js'
import { type FlattenOptions, flattenLosses } from './flatten.js'
import { distributionOfLists, heldLists, ownLists } from './index-lists.js'
import { boundsOfWidths } from './own-bounds.js'
import { refuseLosses } from './refusal.js'
import { type InteropSource, type Placement, placementOf, readSource } from './source.js'

/** A PETSc vector whose entries have global indices of their own. */
export interface PetscIndexSets {
  /** Global size of the vector. */
  readonly N: number
  /** Where each rank's entries begin in PETSc's own numbering, then `N`, shape [ranks + 1]. */
  readonly range: readonly number[]
  /** Global index of each entry of each rank, in local order, for `ISCreateGeneral`; with `range` it makes an `AO`. */
  readonly idx: readonly (readonly number[])[]
  /** Global index of everything a rank holds, ghosts included, for `ISLocalToGlobalMappingCreate`; absent without ghosts. */
  readonly indices?: readonly (readonly number[])[]
}

const target = 'PETSc index sets'

/** List what PETSc index sets would lose; nothing is in their way when empty. */
export function petscIndexSetLosses(source: InteropSource, options: FlattenOptions = {}): string[] {
  const read = readSource(source)
  return [
    ...flattenLosses(read, options),
    ...lossesAmong(read, {
      'many elements': 'too many to list: use a layout or a DMDA',
      'boundary padding': 'an index set does not tell padding from other entries',
      periodic: 'an index set does not tell; a DMDA does',
      'negative indices': 'PETSc leaves out negative indices: number them from 0',
      replicated: 'nothing says who holds a copy',
      partial: 'an index set says nothing of values',
    }),
  ]
}

/**
 * Describe a distribution as PETSc index sets: a list of global indices per rank.
 *
 * Not collective. Takes memory for all elements.
 *
 * @param source  Any 1-d distribution without negative indices; others as `options` say.
 * @param options `flatten`: number the elements of an n-d array row-major, which loses its shape. Default false.
 * @returns       New lists, the same on every rank.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @see source: PETSc manual pages of ISCreateGeneral, AOCreateBasic and ISLocalToGlobalMappingCreate
 */
export function toPetscIndexSets(source: InteropSource, options: FlattenOptions = {}): PetscIndexSets {
  refuseLosses(target, petscIndexSetLosses(source, options))
  const { distribution } = readSource(source)
  const idx = ownLists(distribution)
  const indices = heldLists(distribution)
  const range = boundsOfWidths(idx.map(({ length }) => length))
  return { N: range.at(-1)!, range, idx, ...(indices && { indices }) }
}

/**
 * Read PETSc index sets as a 1-d distribution.
 *
 * Not collective.
 *
 * @returns Blocks where the lists are ranges in order of ranks, else an unstructured dimension.
 * @throws {InteropError} Ghosts that are no padding.
 * @throws {ArgumentError} Not a list per rank, or not as many indices as `N` and `range` say.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @throws {DistributionError} Indices that are no integers, or twice in one list.
 */
export function fromPetscIndexSets(sets: PetscIndexSets): Placement {
  checkObject(sets, 'sets')
  const { N, range, idx, indices } = sets
  checkNumberLists(idx, 'idx')
  checkNumbers(range, 'range')
  checkProcesses([idx.length], 'idx')
  if (indices !== undefined) checkNumberLists(indices, 'indices')
  if (idx.length === 0) throw new ArgumentError(expected('a list of indices per rank', 'idx', idx))
  const bounds = boundsOfWidths(idx.map(({ length }) => length))
  if (range.length !== bounds.length || bounds.some((bound, rank) => bound !== range[rank]))
    throw new ArgumentError(expected(`[${bounds.join(', ')}], which the lists of indices add up to,`, 'range', range))
  if (N !== bounds.at(-1)) throw new ArgumentError(expected(`${bounds.at(-1)}, the number of all indices,`, 'N', N))
  return placementOf(distributionOfLists(idx, indices && ghostsIn(indices, idx)))
}

/**
 * Return what is held besides what is owned, per rank.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Not as many lists, or a rank that does not hold what it owns.
 */
export function ghostsIn(held: readonly (readonly number[])[], own: readonly (readonly number[])[]): number[][] {
  if (held.length !== own.length) throw new ArgumentError(expected(`${own.length} lists, one per rank,`, 'indices', held))
  return held.map((list, rank) => {
    const owned = new Set(own[rank])
    const ghosts = list.filter((index) => !owned.has(index))
    if (ghosts.length + owned.size !== list.length)
      throw new ArgumentError(expected('every own index once among those it holds', `indices[${rank}]`, list))
    return ghosts
  })
}
