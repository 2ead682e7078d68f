import { BlockMap } from '../../protocol/dimension/block.js'
import type { DimensionMap } from '../../protocol/dimension/dimension-map.js'
import type { Distribution } from '../../protocol/distribution.js'
import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError, expected, ShapeError } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { kindOf } from '../dtypes/kinds.js'
import { ArrayReference } from '../instruction.js'
import { requireArray } from '../lazy/elementwise.js'
import { readAxis } from './axes.js'
import { type SumDType, sumDType } from './dtypes.js'
import { checkOptions } from './options.js'
import { settle } from './reduce.js'
import { storedAs } from './stored-as.js'

/** Options of cumulative functions. */
export interface CumulativeOptions<D extends DType = DType> {
  /** The dimension to go along, negative from the last. Needed for arrays of more than one. */
  readonly axis?: number | undefined
  /** The elements are cast to it first, and it is that of the result. */
  readonly dtype?: D | undefined
  /** Whether the result begins with the sum, or product, of no elements, so that it is one longer. Default false. */
  readonly includeInitial?: boolean | undefined
  readonly out?: DistArray | undefined
}

/**
 * Return running sums along a dimension.
 *
 * Collective over the ranks of the context in SPMD. It is computed at once. Floats: each rank begins with the pairwise sum of what the
 * ranks before it have, and adds a register at a time: more accurate than one element after the other, but the last digits depend on
 * the number of ranks, and where a rank begins, sums of positive numbers may step back by such a digit.
 *
 * @param options `dtype` is by default that of the elements, but int64 for bool and smaller integers, uint64 for unsigned ones.
 * @returns       Distributed as the array; with `includeInitial` in blocks along the axis, the new first entries on the first process.
 * @throws {ShapeError}    An array without dimensions.
 * @throws {ArgumentError} No axis for an array of several dimensions, or one that it has not.
 * @see source: Array API standard, `cumulative_sum`
 */
export function cumulativeSum<D extends DType, R extends DType = SumDType<D>>(
  array: ArrayCore<D>,
  options: CumulativeOptions<R> = {},
): DistArray<R> {
  return cumulate('cumulativeSum', 'add', array, options) as DistArray<R>
}

/**
 * Return running products along a dimension. As {@link cumulativeSum} in everything else.
 *
 * @remarks Where products of floats are 0, infinite or NaN, ranks may have to go one after the other, so that the result is that of one
 *          number after the other.
 */
export function cumulativeProd<D extends DType, R extends DType = SumDType<D>>(
  array: ArrayCore<D>,
  options: CumulativeOptions<R> = {},
): DistArray<R> {
  return cumulate('cumulativeProd', 'multiply', array, options) as DistArray<R>
}

function cumulate(name: string, op: 'add' | 'multiply', array: ArrayCore, options: CumulativeOptions): DistArray {
  requireArray(name, 0, array)
  checkOptions(name, options, ['axis', 'dtype', 'includeInitial', 'out'])
  const { includeInitial = false, out } = options
  if (typeof includeInitial !== 'boolean') throw new ArgumentError(expected('true or false', `includeInitial of ${name}`, includeInitial))
  if (array.ndim === 0) throw new ShapeError(expected('an array of at least 1 dimension', name, array.shape))
  if (options.axis === undefined && array.ndim !== 1)
    throw new ArgumentError(`Expected an axis for ${name} of an array of ${array.ndim} dimensions but received none`)
  const axis = readAxis(name, options.axis ?? 0, array.ndim)
  const dtype = options.dtype ?? sumDType(array.dtype)
  if (kindOf(dtype) === 'bool') throw new DTypeError(expected('a dtype of numbers', `the dtype of ${name}`, dtype))
  const { stored, end } = storedAs(array, dtype)
  const { client, targets } = stored
  const distribution = includeInitial ? longer(stored.distribution, axis) : stored.distribution
  const args = [new ArrayReference(stored.id), client.calls.layout(distribution), op, axis, includeInitial]
  const result = client.make({ fn: 'scan', args }, dtype, { distribution, targets })
  end()
  return settle(name, result, out)
}

/** Blocks along the axis, even ones where there were none, of which the first is one longer. */
function longer(distribution: Distribution, axis: number): Distribution {
  const map = distribution.maps[axis] as DimensionMap
  const blocks = map instanceof BlockMap ? map : BlockMap.even(map.size, map.gridSize)
  const ends = Array.from({ length: blocks.gridSize }, (_, coord) => blocks.ownRange(coord)[1] + 1)
  return distribution.reduced([]).withMap(axis, BlockMap.at([0, ...ends]))
}
