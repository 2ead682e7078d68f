import type { DType } from '../../protocol/dtype.js'
import { DTypeError, expected } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { isInexact, kindOf, realDType } from '../dtypes/kinds.js'
import type { WeakScalar } from '../dtypes/weak-scalar.js'
import { apply } from '../expression/build.js'
import { cast, type Elementwise } from '../expression/node.js'
import { elementwise } from '../lazy/elementwise.js'
import type { Finish } from '../lazy/pending.js'
import { type SumDType, sumDType } from './dtypes.js'
import { checkOptions, type ProductOptions, productKeys, type SumOptions, sumKeys } from './options.js'
import { asFound, type Reduced, reduce, settle, takeReduced } from './reduce.js'

/**
 * Add up elements, pairwise; the partial sums of float32 are float64. Integers wrap.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param options `dtype` is by default that of the elements, but int64 for bool and smaller integers, uint64 for unsigned ones;
 *                `reproducible` has an effect on floating-point numbers.
 * @throws {ArgumentError} An axis that the array has not, or one twice.
 */
export function sum<D extends DType, R extends DType = SumDType<D>>(array: ArrayCore<D>, options: SumOptions<R> = {}): DistArray<R> {
  checkOptions('sum', options, sumKeys)
  return sumOf(takeReduced('sum', array, options), options) as DistArray<R>
}

/** As {@link sum}, of the elements that are not NaN. */
export function nansum<D extends DType, R extends DType = SumDType<D>>(array: ArrayCore<D>, options: SumOptions<R> = {}): DistArray<R> {
  checkOptions('nansum', options, sumKeys)
  return sumOf(withoutNaN(takeReduced('nansum', array, options), 0), options) as DistArray<R>
}

/**
 * Multiply elements. Integers wrap. Options as of {@link sum}.
 *
 * Collective over the ranks of the context in SPMD.
 */
export function prod<D extends DType, R extends DType = SumDType<D>>(array: ArrayCore<D>, options: ProductOptions<R> = {}): DistArray<R> {
  checkOptions('prod', options, productKeys)
  return prodOf(takeReduced('prod', array, options), options) as DistArray<R>
}

/** As {@link prod}, of the elements that are not NaN. */
export function nanprod<D extends DType, R extends DType = SumDType<D>>(
  array: ArrayCore<D>,
  options: ProductOptions<R> = {},
): DistArray<R> {
  checkOptions('nanprod', options, productKeys)
  return prodOf(withoutNaN(takeReduced('nanprod', array, options), 1), options) as DistArray<R>
}

/** The sum of what was taken. */
export function sumOf(reduced: Reduced, { dtype, initial, out, reproducible = false }: SumOptions): DistArray {
  const { node } = reduced
  const type = readDType(reduced, dtype)
  // A byte an element is read, and nothing converted.
  if (node.dtype === 'bool' && kindOf(type) === 'signed' && reduced.mask === undefined)
    return reduce(reduced, { kernel: 'count', operands: [node], dtype: type, finish: withInitial('add', initial, type) }, out)
  const terms = masked(reduced, cast(node, type), 0)
  if (reproducible && kindOf(type) === 'complex') return reproducibleComplex(reduced, terms, type, initial, out)
  const kernel = reproducible && isInexact(type) ? 'binnedSum' : 'sum'
  return reduce(reduced, { kernel, operands: [terms], dtype: type, finish: withInitial('add', initial, type) }, out)
}

/** The kernels sum real numbers reproducibly; both parts in one pass. */
function reproducibleComplex(
  reduced: Reduced,
  terms: Elementwise,
  dtype: DType,
  initial: WeakScalar | undefined,
  out: DistArray | undefined,
): DistArray {
  const parts = ['real', 'imag'].map((part) =>
    reduce(reduced, { kernel: 'binnedSum', operands: [apply(part, [terms])], dtype: realDType(dtype), finish: (total) => total }),
  ) as [DistArray, DistArray]
  reduced.client.compute(...parts)
  const whole = elementwise('makeComplex', parts)
  for (const part of parts) part.free()
  return settle(reduced.name, initial === undefined ? whole : elementwise('add', [whole, initial]), out)
}

function prodOf(reduced: Reduced, { dtype, initial, out }: ProductOptions): DistArray {
  const type = readDType(reduced, dtype)
  const factors = masked(reduced, cast(reduced.node, type), 1)
  return reduce(reduced, { kernel: 'prod', operands: [factors], dtype: type, finish: withInitial('multiply', initial, type) }, out)
}

function readDType({ name, node }: Reduced, dtype: DType | undefined): DType {
  if (dtype === undefined) return sumDType(node.dtype)
  if (kindOf(dtype) === 'bool') throw new DTypeError(expected('a dtype of numbers', `the dtype of ${name}`, dtype))
  return dtype
}

/** Elements that do not count become one that changes nothing. */
function masked({ mask }: Reduced, node: Elementwise, neutral: number): Elementwise {
  return mask === undefined ? node : apply('where', [mask, node, neutral])
}

function withInitial(operation: string, initial: WeakScalar | undefined, dtype: DType): Finish {
  return initial === undefined ? asFound : (total) => apply(operation, [cast(total as Elementwise, dtype), initial])
}

function withoutNaN(reduced: Reduced, neutral: number): Reduced {
  const { node } = reduced
  return isInexact(node.dtype) ? { ...reduced, node: apply('where', [apply('isnan', [node]), neutral, node]) } : reduced
}
