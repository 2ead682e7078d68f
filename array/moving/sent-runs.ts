import { BlockMap } from '../../protocol/dimension/block.js'
import { CyclicMap } from '../../protocol/dimension/cyclic.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import { mapRuns, neededRuns } from './axis-runs.js'
import { type MappedAxis, type NeedAxis, placeOf } from './need.js'
import { splitByOwner } from './owners.js'
import { byPeriods, commonPeriod, shortened } from './periods.js'
import { type Progression, positionsCongruent, positionsWithin } from './progressions.js'
import { addLocal } from './received-runs.js'
import { RunsByPlace } from './runs-by-place.js'

type RegularMap = BlockMap | CyclicMap

/**
 * Say which local indices of one process are needed at each place of an axis, in the order in which they are needed there.
 *
 * Not collective. Takes as long as the process has indices where both sides are block or cyclic, and as all lists together have
 * where one is unstructured or listed.
 *
 * @param source Who owns the dimension of the array.
 * @param coord  The process.
 * @param axis   Known to all ranks: not `mine`.
 * @param ranks  Number of ranks.
 * @throws {SelectionError} An index that the array has not.
 */
export function sentRuns(source: DimensionMap, coord: number, axis: NeedAxis, ranks: number): RunsByPlace {
  const sent = new RunsByPlace()
  if (isRegular(source)) {
    if (axis === 'all') {
      sent.of(0).add(source.ownOffset(coord), source.ownCount(coord), 1)
      return sent
    }
    if ('map' in axis && isRegular(axis.map)) {
      const tiled = sendByPeriods(source, coord, axis)
      if (tiled) return tiled
      sendRegular(source, coord, axis, axis.map, sent)
      return sent
    }
  }
  const places = new Set(Array.from({ length: ranks }, (_, rank) => placeOf(axis, rank)))
  for (const place of places)
    for (const run of neededRuns(axis, source.size, place))
      splitByOwner(source, run, (owner, first, count, every) => {
        if (owner === coord) addLocal(sent, source, coord, run.start + first * run.step, count, run.step * every, place)
      })
  return sent
}

function isRegular(map: DimensionMap): map is RegularMap {
  return map instanceof BlockMap || map instanceof CyclicMap
}

function sendByPeriods(source: RegularMap, coord: number, axis: MappedAxis): RunsByPlace | undefined {
  const periodic = commonPeriod(source, axis)
  if (!periodic || !(source instanceof CyclicMap)) return undefined
  return byPeriods(source.size, periodic.period, source.gridSize, (size, to) => {
    sendRegular(shortened(source, size), coord, axis, shortened(periodic.needed, size), to)
  })
}

/** Own indices, each given to the places of the needed map that have it. */
function sendRegular(source: RegularMap, coord: number, axis: MappedAxis, needed: RegularMap, sent: RunsByPlace): void {
  const { start = 0, step = 1, ghosts = true } = axis
  for (const { indices, local } of ownRuns(source, coord, step < 0)) {
    const found = positionsCongruent(indices, start, Math.abs(step))
    if (!found) continue
    const from = (indices.start + indices.step * found.first - start) / step
    const apart = (indices.step * found.every) / step
    const run: LocalRun = {
      indices: { start: from, count: found.count, step: apart },
      local: local + found.first,
      apart: found.every,
    }
    giveTo(needed, ghosts, step < 0 ? reversed(run) : run, sent)
  }
}

/** Indices of the needed map that ascend, and where the first of them is in local memory, the others `apart`. */
interface LocalRun {
  readonly indices: Progression
  readonly local: number
  readonly apart: number
}

function reversed({ indices: { start, count, step }, local, apart }: LocalRun): LocalRun {
  const last = count - 1
  return { indices: { start: start + last * step, count, step: -step }, local: local + last * apart, apart: -apart }
}

function* ownRuns(map: RegularMap, coord: number, backwards: boolean): Generator<{ indices: Progression; local: number }> {
  let local = map.ownOffset(coord)
  if (!backwards) {
    for (const indices of mapRuns(map, coord, false)) {
      yield { indices, local }
      local += indices.count
    }
    return
  }
  local += map.ownCount(coord)
  for (const indices of [...mapRuns(map, coord, false)].reverse()) {
    local -= indices.count
    yield { indices, local }
  }
}

function giveTo(needed: RegularMap, ghosts: boolean, run: LocalRun, sent: RunsByPlace): void {
  const { first: skipped, count } = positionsWithin(run.indices, 0, needed.size)
  if (count === 0) return
  const { step } = run.indices
  const start = run.indices.start + skipped * step
  const indices = { start, count, step }
  const local = run.local + skipped * run.apart
  const give = (place: number, first: number, n: number, every: number): void => {
    sent.of(place).add(local + first * run.apart, n, run.apart * every)
  }
  if (!(needed instanceof BlockMap)) {
    splitByOwner(needed, indices, give)
    return
  }
  // Ghosts are copies of what the next process owns, so that no other place than a neighbour can have more of this run.
  const from = Math.max(needed.ownerOf(start) - 1, 0)
  const to = Math.min(needed.ownerOf(start + (count - 1) * step) + 1, needed.gridSize - 1)
  for (let place = from; place <= to; place++) {
    const [low, high] = ghosts ? needed.localRange(place) : needed.ownRange(place)
    const part = positionsWithin(indices, low, high)
    if (part.count > 0) give(place, part.first, part.count, 1)
  }
}
