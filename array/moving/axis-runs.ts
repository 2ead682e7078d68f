import { BlockMap } from '../../protocol/dimension/block.js'
import { CyclicMap } from '../../protocol/dimension/cyclic.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import { expected, SelectionError } from '../../protocol/errors.js'
import type { NeedAxis } from './need.js'
import type { Progression } from './progressions.js'

/**
 * Return the global indices that one place of a need axis asks for, in order, as progressions.
 *
 * Not collective.
 *
 * @param size  Global extent of the array's dimension.
 * @param place As `placeOf`; -1 asks for nothing.
 */
export function* neededRuns(axis: NeedAxis, size: number, place: number): Generator<Progression> {
  if (place === -1) return
  if (axis === 'all') {
    if (size > 0) yield { start: 0, count: size, step: 1 }
  } else if ('map' in axis) {
    const { start = 0, step = 1 } = axis
    for (const run of mapRuns(axis.map, place, axis.ghosts ?? true))
      yield { start: start + step * run.start, count: run.count, step: step * run.step }
  } else yield* listRuns('mine' in axis ? axis.mine : axis.lists[place]!)
}

/** What a process holds, or owns, of a dimension, in local order. */
export function* mapRuns(map: DimensionMap, place: number, ghosts: boolean): Generator<Progression> {
  if (map instanceof BlockMap) {
    const [start, stop] = ghosts ? map.localRange(place) : map.ownRange(place)
    if (stop > start) yield { start, count: stop - start, step: 1 }
  } else if (map instanceof CyclicMap) yield* cyclicRuns(map, place)
  else {
    const count = map.localCount(place)
    for (let i = 0; i < count; i++) yield { start: map.localToGlobal(place, i), count: 1, step: 1 }
  }
}

function* cyclicRuns(map: CyclicMap, place: number): Generator<Progression> {
  const { size, gridSize, blockSize } = map
  if (blockSize === 1) {
    const count = map.ownCount(place)
    if (count > 0) yield { start: place, count, step: gridSize }
    return
  }
  for (let start = place * blockSize; start < size; start += gridSize * blockSize)
    yield { start, count: Math.min(blockSize, size - start), step: 1 }
}

function* listRuns(list: ArrayLike<number | bigint>): Generator<Progression> {
  for (let i = 0; i < list.length; ) {
    const start = integerAt(list, i)
    let count = 1
    while (i + count < list.length && integerAt(list, i + count) === start + count) count++
    yield { start, count, step: 1 }
    i += count
  }
}

function integerAt(list: ArrayLike<number | bigint>, i: number): number {
  const index = Number(list[i])
  if (!Number.isSafeInteger(index)) throw new SelectionError(expected('an integer', 'needed index', list[i]))
  return index
}

/**
 * Return how many global indices one place of a need axis asks for.
 *
 * Not collective.
 */
export function neededCount(axis: NeedAxis, size: number, place: number): number {
  if (place === -1) return 0
  if (axis === 'all') return size
  if ('map' in axis) return (axis.ghosts ?? true) ? axis.map.localCount(place) : axis.map.ownCount(place)
  return ('mine' in axis ? axis.mine : axis.lists[place]!).length
}
