import { BlockMap } from '../../protocol/dimension/block.js'
import { CyclicMap } from '../../protocol/dimension/cyclic.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import { expected, SelectionError } from '../../protocol/errors.js'
import { greatestCommonDivisor, modulo, type Progression } from './progressions.js'

/** Part of a progression that one process owns: its members at positions first, first + every, ... */
export type OwnedPart = (owner: number, first: number, count: number, every: number) => void

/**
 * Deal the members of a progression to the processes that own them. Each process gets its positions ascending.
 *
 * Not collective.
 *
 * @throws {SelectionError} A member is no global index of the dimension.
 */
export function splitByOwner(map: DimensionMap, indices: Progression, visit: OwnedPart): void {
  const { start, count, step } = indices
  if (count === 0) return
  if (!(map instanceof BlockMap || map instanceof CyclicMap)) {
    for (let i = 0; i < count; i++) visit(map.ownerOf(start + i * step), i, 1, 1)
    return
  }
  requireIndex(map, start)
  requireIndex(map, start + (count - 1) * step)
  if (map instanceof CyclicMap && map.blockSize === 1) splitByResidue(map.gridSize, indices, visit)
  else splitByBlocks(map, indices, visit)
}

/** Blocks of one index, dealt in turn: the owners repeat with a period. */
function splitByResidue(gridSize: number, { start, count, step }: Progression, visit: OwnedPart): void {
  const period = gridSize / greatestCommonDivisor(step, gridSize)
  for (let i = 0; i < Math.min(period, count); i++) visit(modulo(start + i * step, gridSize), i, Math.ceil((count - i) / period), period)
}

function splitByBlocks(map: BlockMap | CyclicMap, { start, count, step }: Progression, visit: OwnedPart): void {
  for (let i = 0; i < count; ) {
    const index = start + i * step
    const owner = map.ownerOf(index)
    const [low, high] = map instanceof BlockMap ? map.ownRange(owner) : blockAt(map, index)
    const room = step > 0 ? Math.ceil((high - index) / step) : Math.floor((index - low) / -step) + 1
    const n = Math.min(room, count - i)
    visit(owner, i, n, 1)
    i += n
  }
}

function blockAt({ blockSize }: CyclicMap, index: number): readonly [number, number] {
  const low = index - (index % blockSize)
  return [low, low + blockSize]
}

function requireIndex({ size }: DimensionMap, index: number): void {
  if (!(index >= 0 && index < size))
    throw new SelectionError(
      expected(size === 0 ? 'no index into an empty range' : `an integer from 0 to ${size - 1}`, 'needed index', index),
    )
}
