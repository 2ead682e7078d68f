import type { DType } from '../../protocol/dtype.js'
import { ArgumentError } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { kindOf } from '../dtypes/kinds.js'
import { elementOf } from '../dtypes/weak-scalar.js'
import { apply } from '../expression/build.js'
import { constant, type Elementwise } from '../expression/node.js'
import { elementwise } from '../lazy/elementwise.js'
import type { Finish } from '../lazy/pending.js'
import { requireOrdered } from './dtypes.js'
import { checkOptions, type ExtremumOptions, extremumKeys, type ReductionOptions, reductionKeys } from './options.js'
import { asFound, reduce, requireElements, settle, takeReduced } from './reduce.js'

/** An extremum as the kernels, NumPy and our operations call it. */
interface Extremum {
  readonly kernel: 'min' | 'max' | 'fmin' | 'fmax'
  readonly join: 'minimum' | 'maximum' | 'fmin' | 'fmax'
}

const least: Extremum = { kernel: 'min', join: 'minimum' }
const greatest: Extremum = { kernel: 'max', join: 'maximum' }
const leastNumber: Extremum = { kernel: 'fmin', join: 'fmin' }
const greatestNumber: Extremum = { kernel: 'fmax', join: 'fmax' }

/**
 * Return the least elements; NaN where there is one.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param options `where` needs `initial`: there may be results of no elements.
 * @throws {ShapeError}    There are results of no elements, and no `initial`.
 * @throws {DTypeError}    Complex numbers, which have no order.
 * @throws {ArgumentError} An axis that the array has not, or one twice.
 */
export function min<D extends DType>(array: ArrayCore<D>, options: ExtremumOptions = {}): DistArray<D> {
  return extremum('min', array, options, least) as DistArray<D>
}

/** Return the greatest elements; as {@link min} in everything else. */
export function max<D extends DType>(array: ArrayCore<D>, options: ExtremumOptions = {}): DistArray<D> {
  return extremum('max', array, options, greatest) as DistArray<D>
}

/** As {@link min}, of the elements that are not NaN; NaN where there are no others. */
export function nanmin<D extends DType>(array: ArrayCore<D>, options: ExtremumOptions = {}): DistArray<D> {
  return extremum('nanmin', array, options, kindOf(array.dtype) === 'float' ? leastNumber : least) as DistArray<D>
}

/** As {@link nanmin} with the greatest elements. */
export function nanmax<D extends DType>(array: ArrayCore<D>, options: ExtremumOptions = {}): DistArray<D> {
  return extremum('nanmax', array, options, kindOf(array.dtype) === 'float' ? greatestNumber : greatest) as DistArray<D>
}

/**
 * Return the distance from the least to the greatest element, both found in one pass.
 *
 * Collective over the ranks of the context in SPMD. It is computed at once, but for the subtraction.
 *
 * @throws As {@link min}.
 */
export function ptp<D extends DType>(array: ArrayCore<D>, options: ReductionOptions = {}): DistArray<D> {
  checkOptions('ptp', options, reductionKeys)
  const { out, ...rest } = options
  const ends = [max(array, rest), min(array, rest)] as const
  array.context.compute(...ends)
  const distance = elementwise('subtract', ends)
  for (const end of ends) end.free()
  return settle('ptp', distance, out) as DistArray<D>
}

function extremum(name: string, array: ArrayCore, options: ExtremumOptions, { kernel, join }: Extremum): DistArray {
  checkOptions(name, options, extremumKeys)
  const reduced = takeReduced(name, array, options)
  const { node, mask } = reduced
  const { dtype } = node
  requireOrdered(name, dtype)
  const { initial, out } = options
  if (initial === undefined) {
    requireElements(join, reduced)
    if (mask !== undefined)
      throw new ArgumentError(
        `Expected 'initial' together with 'where' for ${name}: there may be results of no elements, which have no value`,
      )
    return reduce(reduced, { kernel, operands: [node], dtype, finish: asFound }, out)
  }
  const first = constant(dtype, elementOf(initial, dtype))
  const operands = [mask === undefined ? node : apply('where', [mask, node, first])]
  const finish: Finish = (found, count) =>
    apply('where', [apply('greater', [count as Elementwise, 0]), apply(join, [found as Elementwise, first]), first])
  return reduce(reduced, { kernel, operands, dtype, finish }, out)
}
