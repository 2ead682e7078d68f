import { CyclicMap } from '../../protocol/dimension/cyclic.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import { mapRuns, neededRuns } from './axis-runs.js'
import type { NeedAxis } from './need.js'
import { splitByOwner } from './owners.js'
import { byPeriods, commonPeriod, shortened } from './periods.js'
import type { Progression } from './progressions.js'
import { RunsByPlace } from './runs-by-place.js'

/** What a process needs along a dimension, by the process that owns it. */
export interface ReceivedRuns {
  /** Positions among what is needed. */
  readonly positions: RunsByPlace
  /** Local indices where the owner has them, in the same order; only when asked for. */
  readonly atOwner: RunsByPlace
}

/**
 * Say from which process along a dimension each needed index comes.
 *
 * Not collective.
 *
 * @param source   Who owns the dimension of the array.
 * @param place    As `placeOf` for this rank.
 * @param askOwner Whether `atOwner` is filled.
 * @throws {SelectionError} An index that the array has not.
 */
export function receivedRuns(source: DimensionMap, axis: NeedAxis, place: number, askOwner: boolean): ReceivedRuns {
  const periodic = place === -1 ? undefined : commonPeriod(source, axis)
  if (periodic && source instanceof CyclicMap) {
    const { needed, period } = periodic
    const positions = byPeriods(source.size, period, needed.gridSize, (size, to) => {
      receive(shortened(source, size), mapRuns(shortened(needed, size), place, true), to)
    })
    if (positions) return { positions, atOwner: new RunsByPlace() }
  }
  const received = { positions: new RunsByPlace(), atOwner: new RunsByPlace() }
  receive(source, neededRuns(axis, source.size, place), received.positions, askOwner ? received.atOwner : undefined)
  return received
}

function receive(source: DimensionMap, runs: Iterable<Progression>, positions: RunsByPlace, atOwner?: RunsByPlace): void {
  let position = 0
  for (const run of runs) {
    splitByOwner(source, run, (owner, first, count, every) => {
      positions.of(owner).add(position + first, count, every)
      if (atOwner) addLocal(atOwner, source, owner, run.start + first * run.step, count, run.step * every)
    })
    position += run.count
  }
}

/** Append the local indices of global ones that `splitByOwner` found on one process. */
export function addLocal(
  to: RunsByPlace,
  map: DimensionMap,
  owner: number,
  start: number,
  count: number,
  step: number,
  place = owner,
): void {
  const apart = map instanceof CyclicMap && map.blockSize === 1 ? step / map.gridSize : step
  to.of(place).add(map.globalToLocal(owner, start), count, count === 1 ? 1 : apart)
}
