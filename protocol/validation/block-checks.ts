import { communicationPadding, type FullBlockDim } from '../dim-data.js'
import type { DimSource } from './dim-source.js'
import { join, type Outside, type Reader } from './reader.js'

/** What a block dictionary says of its section; undefined where it breaks a rule. */
export interface Bounds {
  readonly start: number | undefined
  readonly stop: number | undefined
}

/** The part of `padding` that is at the ends of the process grid. */
export function edgePadding({ gridSize, gridRank }: DimSource, padding: readonly [number, number]): Outside {
  return [gridRank === 0 ? padding[0] : 0, gridSize !== undefined && gridRank === gridSize - 1 ? padding[1] : 0]
}

/** Check where a section starts and stops: rules DAP-B2, B3, B4. `reach` is how far it may go past the ends of the array. */
export function checkEnds(reader: Reader, source: DimSource, { start, stop }: Bounds, reach: Outside): void {
  const { path, size, gridSize, gridRank } = source
  const { emptyBlocks, blockEnds } = reader.options
  const last = size === undefined ? Number.POSITIVE_INFINITY : size + reach[1]
  if (stop !== undefined && (stop > last || (start !== undefined && start > stop)))
    reader.reject('DAP-B2', join(path, 'stop'), `an integer from start, ${start ?? '?'}, to size, ${size ?? '?'},`, stop)
  if (emptyBlocks === 'refuse' && start !== undefined && start === stop)
    reader.reject('DAP-B2', join(path, 'stop'), `an integer above start, ${start},`, stop)
  if (blockEnds === 'free' || gridSize === undefined || gridRank === undefined) return
  if (gridRank === 0 && start !== undefined && start !== -reach[0])
    reader.reject('DAP-B3', join(path, 'start'), `${0 - reach[0]} on the first process`, start)
  if (gridRank === gridSize - 1 && size !== undefined && stop !== undefined && stop !== last)
    reader.reject('DAP-B4', join(path, 'stop'), `${reach[1] === 0 ? 'size, ' : 'size + padding[1], '}${last}, on the last process`, stop)
}

/**
 * Check that padding fits: rule DAP-B7.
 *
 * A process cannot know its neighbour's count, but both sides of a cut have the same width, so that
 * "no wider than what the neighbour owns" holds for what this process owns too.
 */
export function checkPadding(reader: Reader, dim: FullBlockDim, outside: Outside, path: string): void {
  const [low, high] = communicationPadding(dim)
  const own = dim.stop - dim.start - low - high - outside[0] - outside[1]
  const boundary = dim.padding[0] - low - outside[0] + dim.padding[1] - high - outside[1]
  const isAnyWidth = reader.options.ghostWidth === 'any'
  const copies = isAnyWidth ? 0 : Math.max(low, high, dim.periodic ? Math.max(...outside) : 0)
  if (Math.max(copies, boundary) <= own) return
  reader.reject('DAP-B7', join(path, 'padding'), paddingThatFits(own, dim), dim.padding)
}

function paddingThatFits(own: number, { start, stop }: FullBlockDim): string {
  if (own < 0) return `padding within the ${stop - start} entries of the section`
  return own === 0 ? 'padding [0, 0], since this process owns nothing,' : `padding no wider than the ${own} entries this process owns`
}
