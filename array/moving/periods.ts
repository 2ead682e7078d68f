import { CyclicMap } from '../../protocol/dimension/cyclic.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import type { NeedAxis } from './need.js'
import { greatestCommonDivisor } from './progressions.js'
import { RunsByPlace } from './runs-by-place.js'

/** From so many periods on, sequences are kept as one period and its repetition: then that is short, next to a list. */
const manyPeriods = 16

/** Blocks that are dealt to processes on both sides, and after how many indices both begin again with the first process. */
export interface Periodic {
  readonly needed: CyclicMap
  readonly period: number
}

/**
 * Return the common period of a cyclic dimension and of what is needed of it; undefined when one of them is not cyclic.
 *
 * Not collective.
 */
export function commonPeriod(source: DimensionMap, axis: NeedAxis): Periodic | undefined {
  if (!(source instanceof CyclicMap) || axis === 'all' || !('map' in axis) || !(axis.map instanceof CyclicMap)) return undefined
  if ((axis.start ?? 0) !== 0 || (axis.step ?? 1) !== 1 || axis.map.size !== source.size) return undefined
  const a = source.gridSize * source.blockSize
  const b = axis.map.gridSize * axis.map.blockSize
  return { needed: axis.map, period: (a / greatestCommonDivisor(a, b)) * b }
}

/** The first `size` indices of a cyclic dimension. */
export function shortened({ gridSize, blockSize }: CyclicMap, size: number): CyclicMap {
  return new CyclicMap(size, gridSize, blockSize)
}

/**
 * Make sequences for a cyclic dimension from those of one period, when it has many.
 *
 * Not collective.
 *
 * @param fill Makes the sequences of a dimension that is so long, in `to`.
 * @param grid Processes that share the local indices of a period.
 * @returns    Undefined when there are few periods.
 */
export function byPeriods(
  size: number,
  period: number,
  grid: number,
  fill: (size: number, to: RunsByPlace) => void,
): RunsByPlace | undefined {
  const times = Math.floor(size / period)
  if (times < manyPeriods) return undefined
  const [tile, end] = [period, size % period].map((length) => {
    const runs = new RunsByPlace(true)
    fill(length, runs)
    return runs
  }) as [RunsByPlace, RunsByPlace]
  return RunsByPlace.tiled(tile, times, period / grid, end)
}
