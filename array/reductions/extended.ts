import { BlockMap } from '../../protocol/dimension/block.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import type { DType } from '../../protocol/dtype.js'
import { ShapeError } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { resultType } from '../dtypes/result-type.js'
import { elementOf } from '../dtypes/weak-scalar.js'
import { shapeText } from '../expression/broadcast.js'
import type { Operand } from '../expression/build.js'
import { cast, constant, type Elementwise, stretch } from '../expression/node.js'
import { ArrayReference } from '../instruction.js'
import { type ArrayOrScalar, take } from '../lazy/elementwise.js'
import type { StoredArray } from '../stored-array.js'

/** What stands before an array and behind it. */
export interface Ends {
  readonly prepend?: ArrayOrScalar | undefined
  readonly append?: ArrayOrScalar | undefined
}

/** One of the arrays that are put behind each other. */
interface Part {
  readonly node: Elementwise
  readonly sources: readonly StoredArray[]
}

/**
 * Put something before an array, and something behind it.
 *
 * Collective over the ranks of the context in SPMD. What the array has stays where it is, where that is in blocks along the dimension;
 * else all of it is brought into blocks.
 *
 * @param name Of the function, for messages.
 * @param axis Dimension.
 * @param ends Arrays of the array's shape but for that dimension; or one value, 0-d or a scalar, for one entry all along.
 * @returns    Of the dtype that all promote to; the caller frees it.
 * @throws {ShapeError} Another shape.
 */
export function extended(name: string, array: ArrayCore, axis: number, { prepend, append }: Ends): DistArray {
  const given = [prepend, array, append].filter((part) => part !== undefined)
  const dtype = resultType(...given)
  const { client } = take(name, given)
  const parts = given.map((part) => partOf(name, part, array.shape, axis, dtype))
  const lengths = parts.map(({ node }) => node.shape[axis] as number)
  const bare = array.distribution.reduced([])
  const before = prepend === undefined ? 0 : (lengths[0] as number)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const whole = bare.withMap(axis, longer(bare.maps[axis] as DimensionMap, before, total))
  const made = parts.map(({ node, sources }, k) => {
    const first = lengths.slice(0, k).reduce((sum, length) => sum + length, 0)
    const distribution = whole.withMap(axis, cut(whole.maps[axis] as DimensionMap, first, lengths[k] as number))
    return client.express({ node: stretch(node, node.shape), sources, placement: { distribution, targets: array.targets } })
  })
  for (const part of made) client.compute(part)
  const references = made.map((part) => new ArrayReference((part._node().sources[0] as StoredArray).id))
  const args = [client.calls.layout(whole), axis, ...references]
  const result = client.make({ fn: 'concat', args }, dtype, { distribution: whole, targets: array.targets })
  for (const part of made) part.free()
  return result
}

function partOf(name: string, given: ArrayOrScalar, shape: readonly number[], axis: number, dtype: DType): Part {
  if (!isArray(given)) return { node: stretch(constant(dtype, elementOf(given, dtype)), withExtent(shape, axis, 1)), sources: [] }
  const { operands, sources } = take(name, [given])
  const node = cast(operands[0] as Operand as Elementwise, dtype)
  if (node.shape.length === 0) return { node: stretch(node, withExtent(shape, axis, 1)), sources }
  const wanted = withExtent(shape, axis, node.shape[axis] as number)
  if (node.shape.join() !== wanted.join())
    throw new ShapeError(
      `Expected an array for ${name} of the shape ${shapeText(shape)} but for dimension ${axis}, or one value, but received shape ${shapeText(node.shape)}`,
    )
  return { node, sources }
}

function isArray(given: ArrayOrScalar): given is ArrayCore {
  return typeof given === 'object' && 'shape' in given
}

function withExtent(shape: readonly number[], axis: number, extent: number): number[] {
  return shape.map((own, d) => (d === axis ? extent : own))
}

/** The same blocks, of which the first and the last are longer; even ones where there were none. */
function longer(map: DimensionMap, before: number, total: number): BlockMap {
  if (!(map instanceof BlockMap)) return BlockMap.even(total, map.gridSize)
  const ends = Array.from({ length: map.gridSize }, (_, coord) => map.ownRange(coord)[1] + before)
  return BlockMap.at([0, ...ends.slice(0, -1), total])
}

/** Of blocks, the part from an index on, so long. */
function cut(map: DimensionMap, first: number, length: number): BlockMap {
  const blocks = map as BlockMap
  const ends = Array.from({ length: blocks.gridSize }, (_, coord) => blocks.ownRange(coord)[1])
  return BlockMap.at([0, ...ends.map((end) => Math.min(length, Math.max(0, end - first)))])
}
