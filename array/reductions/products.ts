import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { isInexact, kindOf } from '../dtypes/kinds.js'
import type { ResultType } from '../dtypes/promotion-table.js'
import { shapeText } from '../expression/broadcast.js'
import { apply } from '../expression/build.js'
import { type Elementwise, stretch } from '../expression/node.js'
import { compose, requireArray, take } from '../lazy/elementwise.js'
import { meanDType } from './dtypes.js'
import { mean } from './moments.js'
import { checkOptions, type ReductionOptions, type Reproducible, reductionKeys } from './options.js'
import { asFound, type Reduced, reduce, settle, takeReduced } from './reduce.js'
import { sumOf } from './sums.js'

/** Options of average. */
export interface AverageOptions extends ReductionOptions {
  /** What each element counts: of the array's shape, a vector along the last dimension where that is the axis, or with extents of 1. */
  readonly weights?: ArrayCore | undefined
}

/**
 * Return averages: sums of the elements times their weights, divided by the sums of the weights, both found in one pass.
 *
 * Collective over the ranks of the context in SPMD. With weights it is computed at once, but for the division.
 *
 * @returns Infinity or NaN where the weights add up to 0.
 * @throws {ShapeError}    The weights do not broadcast to the array.
 * @throws {ArgumentError} An axis that the array has not, or one twice.
 */
export function average(array: ArrayCore, options: AverageOptions = {}): DistArray {
  checkOptions('average', options, [...reductionKeys, 'weights'])
  const { weights, out, ...rest } = options
  if (weights === undefined) return mean(array, { ...rest, out })
  const reduced = takeReduced('average', array, rest)
  const { operands, sources, client } = take('average', [array, weights])
  const [node, weight] = operands as [Elementwise, Elementwise]
  requireWeights(reduced, weight)
  const weighted = apply('multiply', [node, stretch(weight, node.shape)])
  const dtype = meanDType(weighted.dtype)
  const both = { ...reduced, sources }
  const parts = [weighted, stretch(weight, node.shape)]
  const sums = parts.map((part) => sumOf({ ...both, node: part }, { dtype })) as [DistArray, DistArray]
  client.compute(...sums)
  const result = compose('average', sums, (above, below) => apply('divide', [above as Elementwise, below as Elementwise]))
  for (const part of sums) part.free()
  return settle('average', result, out)
}

/**
 * Return the sum of the products of two vectors' elements.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param a Shape [n].
 * @param b Shape [n].
 * @returns Of the dtype that both promote to, 0-d; sums of floating-point numbers are accumulated in float64.
 * @throws {ShapeError} Not two vectors of the same length.
 */
export function dot<A extends DType, B extends DType>(
  a: ArrayCore<A>,
  b: ArrayCore<B>,
  options: Reproducible = {},
): DistArray<ResultType<A, B>> {
  requireVectors('dot', a, b)
  return productSum('dot', a, b, options, (x) => x) as DistArray<ResultType<A, B>>
}

/** As {@link dot}. */
export function inner<A extends DType, B extends DType>(
  a: ArrayCore<A>,
  b: ArrayCore<B>,
  options: Reproducible = {},
): DistArray<ResultType<A, B>> {
  requireVectors('inner', a, b)
  return productSum('inner', a, b, options, (x) => x) as DistArray<ResultType<A, B>>
}

/**
 * As {@link dot}, with the complex conjugates of the first one's elements.
 *
 * @param a Any shape.
 * @param b The same shape.
 */
export function vdot<A extends DType, B extends DType>(
  a: ArrayCore<A>,
  b: ArrayCore<B>,
  options: Reproducible = {},
): DistArray<ResultType<A, B>> {
  requireArrays('vdot', a, b)
  if (a.shape.join() !== b.shape.join())
    throw new ShapeError(`Expected two arrays of one shape for vdot but received shapes ${shapeText(a.shape)} and ${shapeText(b.shape)}`)
  return productSum('vdot', a, b, options, (x) => apply('conj', [x])) as DistArray<ResultType<A, B>>
}

/** Weights along another axis than the last would silently be taken for weights along the last. */
function requireWeights({ node, axes }: Reduced, { shape }: Elementwise): void {
  if (shape.join() === node.shape.join()) return
  if (axes.length === node.shape.length)
    throw new ShapeError(
      `Expected weights of shape ${shapeText(node.shape)}, that of the array, or an axis, but received shape ${shapeText(shape)}`,
    )
  if (shape.length === 1 && !(axes.length === 1 && axes[0] === node.shape.length - 1))
    throw new ShapeError(
      `Expected weights that say which axis they are along, of ${node.shape.length} dimensions with extents of 1, but received shape ${shapeText(shape)}`,
    )
}

function productSum(
  name: string,
  a: ArrayCore,
  b: ArrayCore,
  options: Reproducible,
  change: (first: Elementwise) => Elementwise,
): DistArray {
  checkOptions(name, options, ['reproducible'])
  const { client, operands, sources } = take(name, [a, b])
  const [first, second] = operands as [Elementwise, Elementwise]
  const node = apply('multiply', [change(first), second])
  const reduced: Reduced = { name, client, sources, node, mask: undefined, axes: [...node.shape.keys()], keepdims: false }
  if (kindOf(node.dtype) === 'bool') return reduce(reduced, { kernel: 'any', operands: [node], dtype: 'bool', finish: asFound })
  if (isInexact(node.dtype)) return sumOf(reduced, options)
  return reduce(reduced, { kernel: 'sum', operands: [node], dtype: node.dtype, finish: asFound })
}

function requireVectors(name: string, a: ArrayCore, b: ArrayCore): void {
  requireArrays(name, a, b)
  for (const [k, array] of [a, b].entries())
    if (array.ndim !== 1) throw new ArgumentError(expected('a vector', `operand ${k} of ${name}`, shapeText(array.shape)))
  if (a.size !== b.size)
    throw new ShapeError(`Expected two vectors of one length for ${name} but received ${a.size} and ${b.size} elements`)
}

function requireArrays(name: string, ...operands: readonly unknown[]): void {
  for (const [k, operand] of operands.entries()) requireArray(name, k, operand)
}
