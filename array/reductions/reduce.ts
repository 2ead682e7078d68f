import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError, expected, ShapeError } from '../../protocol/errors.js'
import { ArrayCore } from '../array-core.js'
import type { Client } from '../client.js'
import type { DistArray } from '../dist-array.js'
import { requireBroadcast } from '../expression/broadcast.js'
import type { Operand } from '../expression/build.js'
import { constant, type Elementwise, reduction } from '../expression/node.js'
import { type ArrayOrScalar, take, write } from '../lazy/elementwise.js'
import type { Finish } from '../lazy/pending.js'
import type { StoredArray } from '../stored-array.js'
import { hasEmptyResults, readAxes } from './axes.js'
import type { MaskedOptions } from './options.js'

/** What is reduced, as parts of an expression. */
export interface Reduced {
  readonly name: string
  readonly client: Client
  readonly sources: readonly StoredArray[]
  readonly node: Elementwise
  /** Elements that count; absent for all. */
  readonly mask: Elementwise | undefined
  /** Ascending. */
  readonly axes: readonly number[]
  readonly keepdims: boolean
}

/** What the kernels do for a reduction. */
export interface Recipe {
  /** Name of the kernels' reduction. */
  readonly kernel: string
  readonly operands: readonly Elementwise[]
  /** Of the result. */
  readonly dtype: DType
  /** Makes the result of the components of the state. */
  readonly finish: Finish
}

/**
 * Take what a reduction goes over.
 *
 * Not collective.
 *
 * @throws {ArgumentError} Not an array, or an axis that it has not.
 * @throws {DTypeError}    `where` is not bool.
 * @throws {ShapeError}    `where` does not broadcast to the array.
 */
export function takeReduced(name: string, array: ArrayCore, options: MaskedOptions): Reduced {
  const { axis, keepdims = false, where } = options
  if (typeof keepdims !== 'boolean') throw new ArgumentError(expected('true or false', `keepdims of ${name}`, keepdims))
  const given: readonly ArrayOrScalar[] = where === undefined ? [array] : [array, where]
  const { client, operands, sources } = take(name, given)
  const [node, mask] = operands as [Elementwise, Operand | undefined]
  return {
    name,
    client,
    sources,
    node,
    mask: mask === undefined ? undefined : maskOf(name, mask, node),
    axes: readAxes(name, axis, node.shape.length),
    keepdims,
  }
}

/** The result is the first component of the state. One function for all, since programs are kept by it. */
export const asFound: Finish = (found) => found as Elementwise

/** Make the array of a reduction: nothing is computed until somebody wants values, or it has an `out`. */
export function reduce(reduced: Reduced, { kernel, operands, dtype, finish }: Recipe, out?: DistArray): DistArray {
  const { client, sources, axes, keepdims } = reduced
  const result = client.express({ node: reduction(kernel, operands, { dtype, axes, keepdims }), sources, finish })
  return settle(reduced.name, result, out)
}

/**
 * Write a result where it is wanted.
 *
 * @returns `out`, or the result where there is none.
 * @throws {DTypeError} `out` is of another kind.
 * @throws {ShapeError} The result does not broadcast to `out`.
 */
export function settle(name: string, result: DistArray, out: DistArray | undefined): DistArray {
  if (out === undefined) return result
  try {
    if (!(out instanceof ArrayCore)) throw new ArgumentError(expected('a distributed array', `out of ${name}`, out))
    const { operands, sources } = take(name, [result])
    return write(name, out, operands[0] as Elementwise, sources)
  } finally {
    result.free()
  }
}

/**
 * @throws {ShapeError} There are results of no elements, and they are nothing.
 */
export function requireElements(operation: string, { node, axes }: Reduced): void {
  if (hasEmptyResults(node.shape, axes)) throw noElements(operation)
}

/** The error for results of no elements. */
export function noElements(operation: string): ShapeError {
  return new ShapeError(
    `zero-size array to reduction operation ${operation} which has no identity; give it 'initial', or an array with elements`,
  )
}

function maskOf(name: string, mask: Operand, node: Elementwise): Elementwise {
  if (typeof mask === 'boolean') return constant('bool', mask)
  if (typeof mask !== 'object' || !('kind' in mask)) throw new DTypeError(expected('a bool array', `where of ${name}`, mask))
  if (mask.dtype !== 'bool') throw new DTypeError(expected('a bool array', `where of ${name}`, mask.dtype))
  requireBroadcast(mask.shape, node.shape)
  return mask
}
