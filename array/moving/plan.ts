import type { AxisIndices } from '../../bindings/gather.js'
import type { Distribution } from '../../protocol/distribution.js'
import { product } from '../../protocol/integers.js'
import { neededCount } from './axis-runs.js'
import type { IndexRuns } from './index-runs.js'
import { type Need, placeOf } from './need.js'
import { receivedRuns } from './received-runs.js'
import { sentRuns } from './sent-runs.js'

/** A product of local indices: what one rank has for another one, or gets from it. */
export interface Part {
  /** The other rank. */
  readonly rank: number
  /** Number of indices per dimension, the same on both sides, shape [ndim]. */
  readonly shape: readonly number[]
  readonly count: number
  readonly axes: readonly AxisIndices[]
}

/** What one rank does for a move. */
export interface MovePlan {
  /** Extents of what it needs, shape [ndim]. */
  readonly shape: readonly number[]
  /** What others need of its piece; itself not among them. */
  readonly sends: readonly Part[]
  /** What it gets from others. */
  readonly receives: readonly Part[]
  /** What it has itself: where it is in its piece, and where it goes. */
  readonly kept: { readonly from: Part; readonly to: Part } | undefined
}

/** The dimensions of one side of a plan: sequences by place, and the place of every rank. */
export interface Dimension {
  runsOf(rank: number): IndexRuns | undefined
}

/** What a rank needs, by where it comes from. */
export interface Wanted {
  readonly shape: readonly number[]
  readonly parts: readonly Part[]
  /** For each of `parts`: local indices at its rank along the dimensions that only this rank knows, shape [parts, dimensions]. */
  readonly requests: readonly (readonly AxisIndices[])[]
}

/**
 * Plan what a rank gets, from whom, and where it goes.
 *
 * Not collective.
 *
 * @throws {SelectionError} An index that the array has not.
 */
export function planWanted(source: Distribution, need: Need, rank: number): Wanted {
  const shape = need.map((axis, d) => neededCount(axis, source.shape[d]!, placeOf(axis, rank)))
  const dimensions = need.map((axis, d) => receivedRuns(source.maps[d]!, axis, placeOf(axis, rank), isMine(axis)))
  const parts = productsByRank(
    source.ranks,
    dimensions.map(({ positions }, d) => ({ runsOf: placesAlong(source, d, (place) => positions.get(place)) })),
  )
  const asked = dimensions.flatMap(({ atOwner }, d) => (isMine(need[d]!) ? [placesAlong(source, d, (place) => atOwner.get(place))] : []))
  return { shape, parts, requests: asked.length === 0 ? [] : parts.map((part) => asked.map((of) => of(part.rank)!.finish())) }
}

/**
 * Plan what a rank has for others, itself among them.
 *
 * Not collective.
 *
 * @param need  No axis of it is `mine`.
 * @param ranks Number of ranks that may need something. Default: those of the source.
 * @throws {SelectionError} An index that the array has not.
 */
export function planSends(source: Distribution, need: Need, rank: number, ranks = source.ranks): Part[] {
  return productsByRank(
    ranks,
    need.map((_, d) => sentDimension(source, need, d, rank, ranks)),
  )
}

/** What a rank has for others along one dimension. */
export function sentDimension(source: Distribution, need: Need, d: number, rank: number, ranks = source.ranks): Dimension {
  const axis = need[d]!
  const sent = sentRuns(source.maps[d]!, source.coordsOf(rank)[d]!, axis, ranks)
  return { runsOf: (other) => sent.get(placeOf(axis, other)) }
}

/** Put the two sides of a rank's plan together. */
export function planOf({ shape, parts }: Wanted, sends: readonly Part[], rank: number): MovePlan {
  const from = sends.find((part) => part.rank === rank)
  const to = parts.find((part) => part.rank === rank)
  return {
    shape,
    sends: sends.filter((part) => part !== from),
    receives: parts.filter((part) => part !== to),
    kept: from && to && { from, to },
  }
}

/** Whether only the rank that needs them knows the indices of an axis. Not collective. */
export function isMine(axis: Need[number]): boolean {
  return axis !== 'all' && 'mine' in axis
}

function placesAlong(source: Distribution, d: number, get: (place: number) => IndexRuns | undefined): Dimension['runsOf'] {
  let below = 1
  for (let k = source.ndim - 1; k > d; k--) below *= source.gridShape[k]!
  return (rank) => get(Math.floor(rank / below) % source.gridShape[d]!)
}

/** The products that are not empty, in the order of the ranks. Ranks share the sequences of a place. */
function productsByRank(ranks: number, dimensions: readonly Dimension[]): Part[] {
  const finished = new Map<IndexRuns, AxisIndices>()
  const finish = (runs: IndexRuns): AxisIndices => {
    let axis = finished.get(runs)
    if (!axis) {
      axis = runs.finish()
      finished.set(runs, axis)
    }
    return axis
  }
  const parts: Part[] = []
  for (let rank = 0; rank < ranks; rank++) {
    const runs: IndexRuns[] = []
    for (const { runsOf } of dimensions) {
      const along = runsOf(rank)
      if (!along || along.count === 0) break
      runs.push(along)
    }
    if (runs.length < dimensions.length) continue
    const shape = runs.map(({ count }) => count)
    parts.push({ rank, shape, count: product(shape), axes: runs.map(finish) })
  }
  return parts
}
