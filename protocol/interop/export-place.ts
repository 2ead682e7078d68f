import type { Distribution } from '../distribution.js'
import { ArgumentError, expected } from '../errors.js'
import type { Extension } from '../extension.js'
import { gridCoordsOf } from '../grid.js'
import { isCount, product } from '../integers.js'
import { type ExtendedDistribution, processCount, readSource } from './source.js'

/** What `exportArray` takes of a rank's place in an array. */
export interface ExportPlace {
  readonly distribution: Distribution
  /** The rank without replicated dimensions. */
  readonly rank: number
  /** Present when other ranks hold copies or partial results. */
  readonly extension?: Pick<Extension, 'replicated' | 'partial'>
}

/**
 * Return what `exportArray` takes of a rank's place, `extension` included where sections are replicated.
 *
 * Not collective.
 *
 * @param placement A neighbour's placement, or a distribution with replicated dimensions.
 * @param rank      The process among all, replicated dimensions included.
 * @returns         A new object, to which dtype and data are to be added.
 * @throws {ArgumentError} Not a placement, or not a rank of it.
 * @example
 * exportArray({ ...exportPlace(fromJax(sharding), rank), dtype: 'float64', data })
 */
export function exportPlace(placement: ExtendedDistribution, rank: number): ExportPlace {
  const source = readSource(placement)
  const { distribution, replicated, partial } = source
  if (!isCount(rank) || rank >= processCount(source))
    throw new ArgumentError(expected(`an integer from 0 to ${processCount(source) - 1}`, 'rank', rank))
  if (replicated.length === 0) return { distribution, rank }
  const copies = product(replicated)
  const coords = gridCoordsOf(rank % copies, replicated)
  const dims = replicated.map((proc_grid_size, r) => ({ proc_grid_size, proc_grid_rank: coords[r]! }))
  return { distribution, rank: Math.floor(rank / copies), extension: { replicated: dims, ...(partial && { partial }) } }
}
