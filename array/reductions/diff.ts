import { BlockMap } from '../../protocol/dimension/block.js'
import { CyclicMap } from '../../protocol/dimension/cyclic.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { isCount } from '../../protocol/integers.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import type { Elementwise } from '../expression/node.js'
import { ArrayReference } from '../instruction.js'
import { type ArrayOrScalar, compose, elementwise, requireArray } from '../lazy/elementwise.js'
import { readAxis } from './axes.js'
import { type Ends, extended } from './extended.js'
import { checkOptions } from './options.js'
import { storedAs } from './stored-as.js'

/** Options of diff. */
export interface DiffOptions extends Ends {
  /** How often differences are taken. Default 1. */
  readonly n?: number | undefined
  /** The dimension to go along, negative from the last. Default -1. */
  readonly axis?: number | undefined
  /** Stands before the array along that dimension: an array of the same extents along the others, or one value. */
  readonly prepend?: ArrayOrScalar | undefined
  /** As `prepend`, behind the array. */
  readonly append?: ArrayOrScalar | undefined
}

/**
 * Return the differences of neighbours along a dimension: each element's successor minus itself; of bool whether they differ.
 *
 * Collective over the ranks of the context in SPMD. Elements that neighbours need travel at once, the subtraction waits.
 *
 * @returns One entry less along the axis for each time, in the same blocks or cycles; what is unstructured there gets blocks, as do cycles
 *          with `prepend` or `append`. Of the dtype that all of them promote to.
 * @throws {ArgumentError} The array has no such dimension, or `n` is no integer from 0.
 * @throws {ShapeError}    `prepend` or `append` has other extents.
 * @see source: Array API standard, `diff`
 */
export function diff(array: ArrayCore, options: DiffOptions = {}): DistArray {
  requireArray('diff', 0, array)
  checkOptions('diff', options, ['n', 'axis', 'prepend', 'append'])
  const { n = 1, prepend, append } = options
  if (!isCount(n)) throw new ArgumentError(expected('an integer, zero or more,', 'n of diff', n))
  const axis = readAxis('diff', options.axis ?? -1, array.ndim)
  const hasEnds = n > 0 && (prepend !== undefined || append !== undefined)
  let result = hasEnds ? extended('diff', array, axis, { prepend, append }) : undefined
  for (let time = 0; time < n; time++) {
    const next = differences(result ?? array, axis)
    result?.free()
    result = next
  }
  return result ?? compose('diff', [array], (node) => node as Elementwise)
}

function differences(array: ArrayCore, axis: number): DistArray {
  const { stored, end } = storedAs(array, array.dtype)
  const { client, targets, distribution: whole, dtype } = stored
  const distribution = whole.reduced([]).withMap(axis, shorter(whole.maps[axis] as DimensionMap))
  const part = (start: number): DistArray =>
    client.make({ fn: 'move.shifted', args: [new ArrayReference(stored.id), client.calls.layout(distribution), axis, start] }, dtype, {
      distribution,
      targets,
    })
  const parts = [part(1), part(0)]
  end()
  const result = elementwise(dtype === 'bool' ? 'notEqual' : 'subtract', parts)
  for (const one of parts) one.free()
  return result
}

/** The same without the last index. */
function shorter(map: DimensionMap): DimensionMap {
  const size = Math.max(0, map.size - 1)
  if (map instanceof BlockMap) {
    const ends = Array.from({ length: map.gridSize }, (_, coord) => Math.min(size, map.ownRange(coord)[1]))
    return BlockMap.at([0, ...ends])
  }
  if (map instanceof CyclicMap) return new CyclicMap(size, map.gridSize, map.blockSize)
  return BlockMap.even(size, map.gridSize)
}
