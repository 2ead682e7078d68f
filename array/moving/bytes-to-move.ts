import { BlockMap } from '../../protocol/dimension/block.js'
import { CyclicMap } from '../../protocol/dimension/cyclic.js'
import { cyclicCount } from '../../protocol/dimension/cyclic-count.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import type { Distribution } from '../../protocol/distribution.js'
import { UnsupportedError } from '../../protocol/errors.js'
import { product } from '../../protocol/integers.js'
import { mapRuns, neededCount, neededRuns } from './axis-runs.js'
import { checkNeed, type Need, type NeedAxis, placeOf } from './need.js'
import { splitByOwner } from './owners.js'
import { commonPeriod, type Periodic, shortened } from './periods.js'
import { isMine } from './plan.js'
import { type Progression, positionsCongruent, positionsWithin } from './progressions.js'

/**
 * Return how many bytes a move sends from rank to rank.
 *
 * Not collective: any process can ask. Takes as long as there are ranks and cuts in a dimension; never as there are elements, but
 * where one side is unstructured or listed.
 *
 * @param itemBytes Bytes per element.
 * @param ranks     Of the move; those of the source are the first of them. Default: those of the source.
 * @returns         The exact number, of all ranks together.
 * @throws {ArgumentError}    `need` is no need of such an array.
 * @throws {SelectionError}   An index that the array has not.
 * @throws {UnsupportedError} The need has an axis that only its ranks know.
 */
export function bytesToMove(source: Distribution, need: Need, itemBytes: number, ranks = source.ranks): number {
  checkNeed(need, source.ndim, ranks)
  if (need.some(isMine))
    throw new UnsupportedError('Expected a need that all ranks know; indices that only their rank knows are counted by the move itself', {
      feature: 'counting the bytes of a move without communication',
    })
  const kept = need.map((axis, d) => keptCounts(source.maps[d]!, axis))
  let moved = 0
  for (let rank = 0; rank < ranks; rank++) {
    const places = need.map((axis) => placeOf(axis, rank))
    const needed = product(need.map((axis, d) => neededCount(axis, source.shape[d]!, places[d]!)))
    if (needed === 0) continue
    const coords = rank < source.ranks ? source.coordsOf(rank) : undefined
    moved += needed - (coords ? product(kept.map((countAt, d) => countAt(coords[d]!, places[d]!))) : 0)
  }
  return moved * itemBytes
}

/** A function that counts the indices which a place needs and a process owns, each pair once. */
function keptCounts(map: DimensionMap, axis: NeedAxis): (coord: number, place: number) => number {
  const known = new Map<string, number>()
  return (coord, place) => {
    const key = `${coord} ${place}`
    let count = known.get(key)
    if (count === undefined) {
      count = keptCount(map, coord, axis, place)
      known.set(key, count)
    }
    return count
  }
}

function keptCount(map: DimensionMap, coord: number, axis: NeedAxis, place: number): number {
  const periodic = place === -1 ? undefined : commonPeriod(map, axis)
  if (periodic && map instanceof CyclicMap) return cyclicOverlap(map, coord, periodic, place)
  if (map instanceof BlockMap && place !== -1 && isCyclicPart(axis, map.size)) {
    const { gridSize, blockSize } = axis.map
    const [start, stop] = map.ownRange(coord)
    return cyclicCount(stop, gridSize, blockSize, place) - cyclicCount(start, gridSize, blockSize, place)
  }
  return ownedCounts(map, coord, neededRuns(axis, map.size, place))
}

/** Whether what a process holds of a cyclic dimension is needed, index for index. */
function isCyclicPart(axis: NeedAxis, size: number): axis is { readonly map: CyclicMap; readonly coords: ArrayLike<number> } {
  if (axis === 'all' || !('map' in axis) || !(axis.map instanceof CyclicMap)) return false
  return axis.map.size === size && (axis.start ?? 0) === 0 && (axis.step ?? 1) === 1
}

/** Count one period, and what is left after the last. */
function cyclicOverlap(map: CyclicMap, coord: number, { needed, period }: Periodic, place: number): number {
  const within = (size: number): number => ownedCounts(shortened(map, size), coord, mapRuns(shortened(needed, size), place, true))
  const periods = Math.floor(map.size / period)
  if (periods < 2) return within(map.size)
  return periods * within(period) + within(map.size % period)
}

function ownedCounts(map: DimensionMap, coord: number, runs: Iterable<Progression>): number {
  let count = 0
  for (const run of runs) count += ownedCount(map, coord, run)
  return count
}

function ownedCount(map: DimensionMap, coord: number, run: Progression): number {
  if (map instanceof BlockMap) return positionsWithin(checked(map, run), ...map.ownRange(coord)).count
  if (map instanceof CyclicMap) {
    const { gridSize, blockSize } = map
    if (Math.abs(run.step) === 1) {
      const last = run.start + (run.count - 1) * run.step
      checked(map, run)
      const upTo = (stop: number): number => cyclicCount(stop, gridSize, blockSize, coord)
      return upTo(Math.max(run.start, last) + 1) - upTo(Math.min(run.start, last))
    }
    if (blockSize === 1) return positionsCongruent(checked(map, run), coord, gridSize)?.count ?? 0
  }
  let owned = 0
  splitByOwner(map, run, (owner, _first, count) => {
    if (owner === coord) owned += count
  })
  return owned
}

/** @throws {SelectionError} A member is no index of the map. */
function checked(map: DimensionMap, run: Progression): Progression {
  for (const index of [run.start, run.start + (run.count - 1) * run.step]) map.ownerOf(index)
  return run
}
