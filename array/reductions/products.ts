import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { isInexact, kindOf } from '../dtypes/kinds.js'
import type { ResultType } from '../dtypes/promotion-table.js'
import { shapeText } from '../expression/broadcast.js'
import { apply } from '../expression/build.js'
import type { Elementwise } from '../expression/node.js'
import { requireArray, take } from '../lazy/elementwise.js'
import { checkOptions, type Reproducible } from './options.js'
import { asFound, type Reduced, reduce } from './reduce.js'
import { sumOf } from './sums.js'

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
