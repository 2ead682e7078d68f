import { BlockMap } from '../dimension/block.js'
import { CyclicMap } from '../dimension/cyclic.js'
import type { DimensionMap } from '../dimension/dimension-map.js'

/**
 * Return where each process's own range begins, then the size, shape [gridSize + 1]; undefined when a process owns
 * something else than one range.
 *
 * Not collective.
 *
 * @remarks A block-cyclic dimension whose blocks are dealt only once is one of blocks.
 */
export function ownBounds(map: DimensionMap): number[] | undefined {
  if (map instanceof BlockMap) return [...Array.from({ length: map.gridSize }, (_, rank) => map.ownRange(rank)[0]), map.size]
  if (!(map instanceof CyclicMap) || map.blockSize * map.gridSize < map.size) return undefined
  return boundsOfWidth(map.size, map.gridSize, map.blockSize)
}

/** Bounds of blocks of one width; the last ones may be shorter or empty. */
export function boundsOfWidth(size: number, gridSize: number, width: number): number[] {
  return Array.from({ length: gridSize + 1 }, (_, rank) => (rank === gridSize ? size : Math.min(rank * width, size)))
}

/**
 * Return the width, at least 1, with which `bounds` are {@link boundsOfWidth}; undefined when there is none.
 *
 * Not collective.
 */
export function regularWidth(bounds: readonly number[]): number | undefined {
  const size = bounds.at(-1)!
  const width = Math.max(bounds[1]!, 1)
  return bounds.every((bound, rank) => bound === Math.min(rank * width, size)) ? width : undefined
}

/** Entries of each range. */
export function widthsOf(bounds: readonly number[]): number[] {
  return bounds.slice(1).map((stop, rank) => stop - bounds[rank]!)
}

/** The bounds of ranges of the given widths. */
export function boundsOfWidths(widths: readonly number[]): number[] {
  const bounds = [0]
  for (const width of widths) bounds.push(bounds.at(-1)! + width)
  return bounds
}
