import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../../protocol/errors.js'
import { ArrayCore } from '../array-core.js'
import { countOf, integerOf } from '../creation/arguments.js'
import { pickedPart } from '../creation/picked-part.js'
import { type PlacedOptions, readPlacing } from '../creation/placing.js'
import { diagonalNode, triangleNode } from '../creation/triangle.js'
import { turnedPart } from '../creation/turned-part.js'
import type { DistArray } from '../dist-array.js'
import { resultType } from '../dtypes/result-type.js'
import { constantOf } from '../element.js'
import { shapeText } from '../expression/broadcast.js'
import { apply } from '../expression/build.js'
import { cast, constant, type Elementwise, index, stretch } from '../expression/node.js'
import { compose } from '../lazy/elementwise.js'
import { place } from '../placement.js'

/** Where the result of a function goes that makes an array of another shape; default: as a new array. */
export type PlacingOptions = Omit<PlacedOptions, 'dtype'>

/** Options of {@link vander}. */
export interface VanderOptions extends PlacingOptions {
  /** Whether the powers ascend from left to right; default false. */
  readonly increasing?: boolean
}

/**
 * Return a matrix, or each one of a stack of them, with zeros above the diagonal `k`.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param x Shape [..., n, m].
 * @param k Above the main diagonal when positive.
 * @throws {ShapeError}    Fewer than two dimensions.
 * @throws {ArgumentError} `k` is no integer.
 */
export function tril<D extends DType>(x: ArrayCore<D>, k = 0): DistArray<D> {
  return compose('tril', [x], (node) => triangleNode('tril', node as Elementwise, integerOf(k, 'k of tril'))) as DistArray<D>
}

/** As {@link tril}, with zeros below the diagonal `k`. */
export function triu<D extends DType>(x: ArrayCore<D>, k = 0): DistArray<D> {
  return compose('triu', [x], (node) => triangleNode('triu', node as Elementwise, integerOf(k, 'k of triu'))) as DistArray<D>
}

/**
 * Make the matrix that has a vector on its diagonal `k` and zeros elsewhere, or return the diagonal `k` of a matrix.
 *
 * Collective over the ranks of the context in SPMD. No element moves between ranks for the diagonal itself; where the result is computed
 * they are brought to its distribution, by default that of a new array.
 *
 * @param x One or two dimensions.
 * @param k Above the main diagonal when positive.
 * @throws {ShapeError}    Another number of dimensions.
 * @throws {ArgumentError} `k` is no integer.
 */
export function diag<D extends DType>(x: ArrayCore<D>, k = 0, options: PlacingOptions = {}): DistArray<D> {
  requireArray('diag', x)
  integerOf(k, 'k of diag')
  if (x.ndim === 1) return matrixOf(x, k, options) as DistArray<D>
  if (x.ndim === 2) return diagonalOf(x, k, options) as DistArray<D>
  throw new ShapeError(`Expected an array of 1 or 2 dimensions for diag but received shape ${shapeText(x.shape)}`)
}

/**
 * Make the matrix whose columns are powers of a vector: n - 1, ..., 1, 0, or ascending.
 *
 * Collective over the ranks of the context in SPMD. Integers and bool give int64, float32 gives float64, as in NumPy.
 *
 * @param n Number of columns; default as many as elements.
 * @throws {ShapeError} More or fewer dimensions than one.
 */
export function vander(x: ArrayCore, n: number | undefined = undefined, options: VanderOptions = {}): DistArray {
  requireArray('vander', x)
  const { increasing = false, ...placing } = options
  if (x.ndim !== 1) throw new ShapeError(`Expected an array of 1 dimension for vander but received shape ${shapeText(x.shape)}`)
  const columns = countOf(n ?? x.size, 'n of vander')
  const along = index([1, columns], 1)
  const powers = increasing ? along : apply('subtract', [constant('int64', BigInt(columns - 1)), along])
  const dtype = resultType(x.dtype, 'int64')
  const { node, sources, end } = turnedPart(x, 2, [0])
  const matrix = apply('pow', [cast(node, dtype), cast(powers, dtype)])
  const made = x.context.express({ node: matrix, sources, placement: readPlacing(matrix.shape, placing, x.context.engines) })
  end()
  return made
}

function matrixOf(x: ArrayCore, k: number, options: PlacingOptions): DistArray {
  const { dtype, context } = x
  const size = x.size + Math.abs(k)
  // The vector along the columns: moved to the right by k, or with zeros after it.
  const { node, sources, end } = k === 0 ? { ...x._node(), end: undefined } : pickedPart(x, size, [-Math.max(0, k)])
  const matrix = apply('where', [diagonalNode([size, size], k, 'equal'), node, constant(dtype, constantOf(dtype, 0))])
  const made = context.express({ node: matrix, sources, placement: readPlacing(matrix.shape, options, context.engines) })
  end?.()
  return made
}

function diagonalOf(x: ArrayCore, k: number, options: PlacingOptions): DistArray {
  const { context } = x
  const offsets = [Math.max(0, -k), Math.max(0, k)]
  const length = Math.max(0, Math.min(...x.shape.map((extent, d) => extent - (offsets[d] as number))))
  const { node, sources, end } = pickedPart(x, length, offsets)
  const placement = readPlacing([length], options, context.engines) ?? place([length], {}, context.engines)
  const diagonal = context.express({ node: stretch(node, [length]), sources, placement })
  end()
  return diagonal
}

function requireArray(name: string, x: unknown): void {
  if (!(x instanceof ArrayCore)) throw new ArgumentError(expected('a distributed array', `the first operand of ${name}`, x))
}
