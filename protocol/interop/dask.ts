import { Distribution } from '../distribution.js'
import { ArgumentError, expected } from '../errors.js'
import { isCount, product } from '../integers.js'
import { checkNumberLists, checkNumbers, checkObject, checkProcesses } from './checks.js'
import { lossesAmong } from './features.js'
import { boundsOfWidths, ownBounds, widthsOf } from './own-bounds.js'
import { protocolTarget, refuseLosses } from './refusal.js'
import { type InteropSource, type Placement, placementOf, readSource } from './source.js'

/** The shape and chunks of a dask array. */
export interface DaskArray {
  readonly shape: readonly number[]
  /** Extents of the chunks along each dimension, shape [ndim][chunks]; NaN where dask does not know them. */
  readonly chunks: readonly (readonly number[])[]
}

const target = 'a dask array'

/** List what a dask array would lose; nothing is in its way when empty. */
export function daskLosses(source: InteropSource): string[] {
  return lossesAmong(readSource(source), {
    'communication padding': 'ghosts are no part of chunks; map_overlap adds them',
    'boundary padding': 'chunks do not tell padding from other entries',
    periodic: 'chunks do not tell; map_overlap is told',
    cyclic: 'which worker has a chunk is not part of the array',
    unstructured: 'a chunk is one range per dimension',
    replicated: 'which workers have a chunk is not part of the array',
    partial: 'chunks say nothing of values',
  })
}

/**
 * Describe a block distribution as the chunks of a dask array, one per rank.
 *
 * Not collective.
 *
 * @param source A distribution of block dimensions.
 * @returns      New shape and chunks; ranks are in the row-major order of the chunks.
 * @throws {InteropError} Something would be lost; `losses` lists it.
 * @throws {UnsupportedError} More than 2^20 processes.
 * @see source: dask documentation, "Chunks"
 */
export function toDask(source: InteropSource): DaskArray {
  refuseLosses(target, daskLosses(source))
  const { distribution } = readSource(source)
  return { shape: distribution.shape, chunks: distribution.maps.map((map) => widthsOf(ownBounds(map)!)) }
}

/**
 * Read the chunks of a dask array as a distribution of one chunk per rank.
 *
 * Not collective.
 *
 * @throws {InteropError} Chunks of unknown extents.
 * @throws {ArgumentError} Chunks that do not add up to the shape.
 * @throws {UnsupportedError} More than 2^20 processes.
 */
export function fromDask(array: DaskArray): Placement {
  checkObject(array, 'array')
  const { shape, chunks } = array
  checkNumbers(shape, 'shape') // NaN where dask does not know an extent
  checkNumberLists(chunks, 'chunks')
  checkProcesses(
    chunks.map(({ length }) => length),
    'chunks',
  )
  if (chunks.length !== shape.length) throw new ArgumentError(expected('a list of extents per dimension', 'chunks', chunks))
  refuseLosses(
    protocolTarget,
    chunks.flatMap((extents, d) =>
      extents.some(Number.isNaN) ? [`unknown chunks: dimension ${d} has chunks of unknown extents; call compute_chunk_sizes() first`] : [],
    ),
  )
  chunks.forEach((extents, d) => {
    if (extents.length === 0 || !extents.every(isCount) || boundsOfWidths(extents).at(-1) !== shape[d])
      throw new ArgumentError(expected(`extents whose sum is ${shape[d]}`, `chunks[${d}]`, extents))
  })
  const ranks = product(chunks.map(({ length }) => length))
  return placementOf(Distribution.from(shape, { ranks, bounds: chunks.map((extents) => boundsOfWidths(extents)) }))
}
