import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { kindOf } from '../dtypes/kinds.js'
import { apply } from '../expression/build.js'
import { constant, type Elementwise, index } from '../expression/node.js'
import type { Finish } from '../lazy/pending.js'
import { readAxis, reducedCount } from './axes.js'
import { requireOrdered } from './dtypes.js'
import { type ArgOptions, checkOptions, reductionKeys } from './options.js'
import { noElements, reduce, takeReduced } from './reduce.js'

/** Greater than every index. */
const none = 2n ** 62n

/**
 * Return the index of the least element, int64: the first of several, and NaN counts as the least.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @returns Along the axis, or without one the row-major index into the whole array.
 * @throws {ShapeError}    There are results of no elements.
 * @throws {DTypeError}    Complex numbers, which have no order.
 * @throws {ArgumentError} An axis that the array has not.
 */
export function argmin(array: ArrayCore, options: ArgOptions = {}): DistArray<'int64'> {
  return argExtremum('argmin', array, options)
}

/** As {@link argmin}, of the greatest element. */
export function argmax(array: ArrayCore, options: ArgOptions = {}): DistArray<'int64'> {
  return argExtremum('argmax', array, options)
}

/** As {@link argmin}, of the elements that are not NaN; -1 where there are no others. */
export function nanargmin(array: ArrayCore, options: ArgOptions = {}): DistArray<'int64'> {
  return argExtremum('nanargmin', array, options)
}

/** As {@link argmax}, of the elements that are not NaN; -1 where there are no others. */
export function nanargmax(array: ArrayCore, options: ArgOptions = {}): DistArray<'int64'> {
  return argExtremum('nanargmax', array, options)
}

function argExtremum(name: string, array: ArrayCore, options: ArgOptions): DistArray<'int64'> {
  checkOptions(name, options, reductionKeys)
  const { axis, out } = options
  const kernel = name.endsWith('min') ? 'argmin' : 'argmax'
  // Several axes have no one index.
  const axes = axis === undefined || axis === null ? {} : { axis: readAxis(name, axis, array.ndim) }
  const reduced = takeReduced(name, array, { ...options, ...axes })
  const { node } = reduced
  requireOrdered(name, node.dtype)
  // NumPy refuses these even where there is no result.
  if (reducedCount(node.shape, reduced.axes) === 0) throw noElements(kernel)
  const place = axes.axis === undefined ? flatIndex(node.shape) : index(node.shape, axes.axis)
  const skipsNaN = name.startsWith('nan') && kindOf(node.dtype) === 'float'
  const operands = skipsNaN ? withoutNaN(node, place, kernel) : [node, place]
  const finish: Finish = (_, found) =>
    skipsNaN ? apply('where', [apply('equal', [found as Elementwise, none]), -1, found as Elementwise]) : (found as Elementwise)
  return reduce(reduced, { kernel, operands, dtype: 'int64', finish }, out) as DistArray<'int64'>
}

/** Row-major indices into the whole array. */
function flatIndex(shape: readonly number[]): Elementwise {
  let flat: Elementwise | undefined
  for (const d of shape.keys()) {
    const along = index(shape, d)
    flat = flat === undefined ? along : apply('add', [apply('multiply', [flat, shape[d] as number]), along])
  }
  return flat ?? constant('int64', 0n)
}

/** NaN become the last that would be chosen, with an index behind all others. */
function withoutNaN(node: Elementwise, place: Elementwise, kernel: 'argmin' | 'argmax'): Elementwise[] {
  const missing = apply('isnan', [node])
  const last = kernel === 'argmin' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  return [apply('where', [missing, last, node]), apply('where', [missing, constant('int64', none), place])]
}
