import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import { type Part, turnedPart } from '../creation/turned-part.js'
import type { DistArray } from '../dist-array.js'
import { isInexact } from '../dtypes/kinds.js'
import { resultType } from '../dtypes/result-type.js'
import { elementOf } from '../dtypes/weak-scalar.js'
import { shapeText } from '../expression/broadcast.js'
import { apply } from '../expression/build.js'
import { cast, constant, type Elementwise, stretch } from '../expression/node.js'
import { compose, take } from '../lazy/elementwise.js'
import { readAxis, reducedCount } from './axes.js'
import { mean } from './moments.js'
import { checkOptions, type ReductionOptions, reductionKeys } from './options.js'
import { type Reduced, settle, takeReduced } from './reduce.js'
import { sumOf } from './sums.js'

/** Options of average. */
export interface AverageOptions extends ReductionOptions {
  /**
   * What each element counts: an array of the array's shape; one of the extents of the dimensions that `axis` says, in that order; or one
   * with as many dimensions as the array, some of extent 1.
   */
  readonly weights?: ArrayCore | undefined
  /** Whether the sums of the weights are returned as well. Default false. */
  readonly returned?: boolean | undefined
}

/** Options with which the sums of the weights are returned as well. */
export type ReturnedOptions = AverageOptions & { readonly returned: true }

/**
 * Return averages: sums of the elements times their weights, divided by the sums of the weights, both found in one pass.
 *
 * Collective over the ranks of the context in SPMD. With weights it is computed at once, but for the division.
 *
 * @returns Infinity or NaN where the weights add up to 0; with `returned` a list of the averages and the sums of the weights, without
 *          weights the numbers of elements. Real or complex floating-point numbers of the dtype that array and weights promote to;
 *          of integers and bool at least float64.
 * @throws {ShapeError}    The weights are none of such an array.
 * @throws {ArgumentError} An axis that the array has not, or one twice.
 * @see source: NumPy, `numpy.average`
 */
export function average(array: ArrayCore, options: ReturnedOptions): [averages: DistArray, sums: DistArray]
export function average(array: ArrayCore, options?: AverageOptions & { readonly returned?: false | undefined }): DistArray
export function average(array: ArrayCore, options: AverageOptions): DistArray | [averages: DistArray, sums: DistArray]
export function average(array: ArrayCore, options: AverageOptions = {}): DistArray | [DistArray, DistArray] {
  checkOptions('average', options, [...reductionKeys, 'weights', 'returned'])
  const { weights, out, returned = false, ...rest } = options
  if (typeof returned !== 'boolean') throw new ArgumentError(expected('true or false', 'returned of average', returned))
  if (weights === undefined) {
    const result = mean(array, { ...rest, out })
    return returned ? [result, counts(takeReduced('average', array, rest), result)] : result
  }
  const reduced = takeReduced('average', array, rest)
  const { client, operands } = take('average', [array, weights])
  const node = operands[0] as Elementwise
  const dtype = averageDType(array.dtype, weights.dtype)
  const part = weightsFor(reduced, weights, options.axis)
  const weight = cast(stretch(part.node, node.shape), dtype)
  const both = { ...reduced, sources: [...new Set([...reduced.sources, ...part.sources])] }
  const weighted = apply('multiply', [cast(node, dtype), weight])
  const sums = [weighted, weight].map((terms) => sumOf({ ...both, node: terms }, { dtype })) as [DistArray, DistArray]
  part.end()
  client.compute(...sums)
  const result = settle(
    'average',
    compose('average', sums, (above, below) => apply('divide', [above as Elementwise, below as Elementwise])),
    out,
  )
  sums[0].free()
  if (returned) return [result, sums[1]]
  sums[1].free()
  return result
}

/** How many elements each result is made of, where the results are. */
function counts({ node, axes, client }: Reduced, { shape, dtype, distribution, targets }: DistArray): DistArray {
  const count = constant(dtype, elementOf(reducedCount(node.shape, axes), dtype))
  return client.express({ node: stretch(count, shape), sources: [], placement: { distribution, targets } })
}

function averageDType(own: DType, weights: DType): DType {
  return isInexact(own) ? resultType(own, weights) : resultType(own, weights, 'float64')
}

/** The weights as an array that broadcasts to what is averaged. */
function weightsFor({ node }: Reduced, weights: ArrayCore, axis: ReductionOptions['axis']): Part {
  const { shape } = weights
  const isWhole = shape.length === node.shape.length && shape.every((extent, d) => extent === node.shape[d] || extent === 1)
  if (isWhole && (node.shape.length !== 1 || shape[0] === node.shape[0])) return { ...weights._node(), end: () => undefined }
  const named: readonly number[] = axis === undefined || axis === null ? [] : typeof axis === 'number' ? [axis] : axis
  const dims = named.map((one) => readAxis('average', one, node.shape.length))
  const extents = dims.map((d) => node.shape[d] as number)
  if (dims.length > 0 && shape.join() === extents.join()) return turnedPart(weights, node.shape.length, dims)
  const along = dims.length === 0 ? 'or an axis that they are along' : `or ${shapeText(extents)}, along axis ${dims.join(', ')}`
  throw new ShapeError(
    `Expected weights of shape ${shapeText(node.shape)}, that of the array, ${along}, but received shape ${shapeText(shape)}`,
  )
}
