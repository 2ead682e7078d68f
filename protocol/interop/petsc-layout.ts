import type { BlockMap } from '../dimension/block.js'
import { ArgumentError, expected } from '../errors.js'
import { isCount } from '../integers.js'
import { checkCount, checkNumberLists, checkNumbers, checkObject, checkProcesses } from './checks.js'
import { lossesAmong } from './features.js'
import { distributionOfRanges } from './index-lists.js'
import { ownBounds } from './own-bounds.js'
import { protocolTarget, refusal, refuseLosses } from './refusal.js'
import { type InteropSource, type Placement, placementOf, readSource } from './source.js'

/** A `PetscLayout` of a vector, and its ghosts. */
export interface PetscLayoutArguments {
  /** Block size. */
  readonly bs: number
  /** Global size. */
  readonly N: number
  /** Where each rank's own range begins, then `N`, shape [ranks + 1]; its differences are the local sizes n. */
  readonly range: readonly number[]
  /** Global indices of each rank's ghosts, for `VecCreateGhost`; absent without ghosts. */
  readonly ghosts?: readonly (readonly number[])[]
}

const target = 'a PETSc vector layout'

/** List what a PETSc vector layout would lose; nothing is in its way when empty. */
export function petscLayoutLosses(source: InteropSource): string[] {
  return lossesAmong(readSource(source), {
    'n-d': 'a vector has one: use a DMDA, or index sets with { flatten: true }',
    'boundary padding': 'a vector does not tell padding from other entries',
    periodic: 'a vector does not tell; a DMDA does',
    cyclic: 'a layout is one range per rank: use index sets',
    unstructured: 'a layout is one range per rank: use index sets',
    'many ghosts': 'VecCreateGhost takes a list of them: use a DMDA',
    replicated: 'every entry of a vector is on one rank',
    partial: 'a layout says nothing of values',
  })
}

/**
 * Describe a 1-d block distribution as a PETSc layout: ownership ranges, and ghosts.
 *
 * Not collective. A ghosted vector keeps its ghosts after its own entries, low ones first, so that only the own entries
 * of a padded section can be shared without copying.
 *
 * @param source A distribution of one block dimension.
 * @returns      A new layout, the same on every rank.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @see source: PETSc manual pages of PetscLayoutCreateFromSizes and VecCreateGhost
 */
export function toPetscLayout(source: InteropSource): PetscLayoutArguments {
  refuseLosses(target, petscLayoutLosses(source))
  const { distribution } = readSource(source)
  const map = distribution.maps[0]!
  const range = ownBounds(map)!
  const layout = { bs: 1, N: map.size, range }
  if (map.distType !== 'b') return layout
  const ghosts = Array.from({ length: map.gridSize }, (_, rank) => ghostsOf(map as BlockMap, rank))
  return ghosts.some((indices) => indices.length > 0) ? { ...layout, ghosts } : layout
}

function ghostsOf(map: BlockMap, rank: number): number[] {
  const [start, stop] = map.localRange(rank)
  const [ownStart, ownStop] = map.ownRange(rank)
  const indices: number[] = []
  for (let g = start; g < ownStart; g++) indices.push(g)
  for (let g = ownStop; g < stop; g++) indices.push(g)
  return indices
}

/**
 * Read a PETSc layout as a distribution.
 *
 * Not collective.
 *
 * @throws {InteropError} A block size, or ghosts that are no padding.
 * @throws {ArgumentError} Ranges that do not ascend from 0 to `N`, or not a list of ghosts per rank.
 * @throws {UnsupportedError} More than 2^20 processes.
 */
export function fromPetscLayout(layout: PetscLayoutArguments): Placement {
  checkObject(layout, 'layout')
  const { bs, N, range, ghosts } = layout
  checkCount(bs, 'bs')
  checkCount(N, 'N')
  checkNumbers(range, 'range')
  checkProcesses([Math.max(range.length - 1, 0)], 'range')
  if (ghosts !== undefined) checkNumberLists(ghosts, 'ghosts')
  const ascend = range.every((bound, rank) => isCount(bound) && bound >= (range[rank - 1] ?? 0))
  if (!ascend || range.length < 2 || range[0] !== 0 || range.at(-1) !== N)
    throw new ArgumentError(expected(`integers that ascend from 0 to N, ${N},`, 'range', range))
  if (ghosts !== undefined && ghosts.length !== range.length - 1)
    throw new ArgumentError(expected(`${range.length - 1} lists, one per rank,`, 'ghosts', ghosts))
  if (bs !== 1)
    throw refusal(protocolTarget, [
      `block size: entries come in blocks of ${bs}; pass bs: 1 for entries one by one, or give the array a dimension for them`,
    ])
  return placementOf(distributionOfRanges(range, ghosts))
}
