import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { isInexact, kindOf, realDType } from '../dtypes/kinds.js'
import { apply } from '../expression/build.js'
import { cast, type Elementwise } from '../expression/node.js'
import type { Finish } from '../lazy/pending.js'
import { reducedCount } from './axes.js'
import { type MeanDType, meanDType, requireInexact, type VarianceDType, wideDType } from './dtypes.js'
import { checkOptions, type MeanOptions, meanKeys, type VarianceOptions, varianceKeys } from './options.js'
import { type Reduced, reduce, settle, takeReduced } from './reduce.js'
import { reproducibleMean, reproducibleVariance } from './reproducible.js'

/**
 * Return arithmetic means; NaN of no elements.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param options `dtype` is by default that of the elements, and float64 for integers and bool.
 * @throws {ArgumentError} An axis that the array has not, or one twice.
 * @throws {DTypeError}    `dtype` is one of integers or bool.
 */
export function mean<D extends DType, R extends DType = MeanDType<D>>(array: ArrayCore<D>, options: MeanOptions<R> = {}): DistArray<R> {
  checkOptions('mean', options, meanKeys)
  return meanOf(takeReduced('mean', array, options), options) as DistArray<R>
}

/** As {@link mean}, of the elements that are not NaN. */
export function nanmean<D extends DType, R extends DType = MeanDType<D>>(array: ArrayCore<D>, options: MeanOptions<R> = {}): DistArray<R> {
  checkOptions('nanmean', options, meanKeys)
  return meanOf(withoutNaN(takeReduced('nanmean', array, options)), options) as DistArray<R>
}

/**
 * Return variances: means of the squared distances from the mean, found in one pass.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param options With `reproducible` it takes two passes.
 * @returns       Of complex numbers in their real dtype. Where there are no more elements than `correction`, infinity or NaN.
 * @throws As {@link mean}.
 * @see source: Chan, Golub, LeVeque, Updating formulae and a pairwise algorithm for computing sample variances (1979)
 */
export function variance<D extends DType, R extends DType = D>(
  array: ArrayCore<D>,
  options: VarianceOptions<R> = {},
): DistArray<VarianceDType<R>> {
  return spread('var', array, options) as DistArray<VarianceDType<R>>
}

/** Return standard deviations, the square roots of {@link variance}. */
export function std<D extends DType, R extends DType = D>(
  array: ArrayCore<D>,
  options: VarianceOptions<R> = {},
): DistArray<VarianceDType<R>> {
  return spread('std', array, options) as DistArray<VarianceDType<R>>
}

/** As {@link variance}, of the elements that are not NaN. */
export function nanvar<D extends DType, R extends DType = D>(
  array: ArrayCore<D>,
  options: VarianceOptions<R> = {},
): DistArray<VarianceDType<R>> {
  return spread('nanvar', array, options) as DistArray<VarianceDType<R>>
}

/** As {@link std}, of the elements that are not NaN. */
export function nanstd<D extends DType, R extends DType = D>(
  array: ArrayCore<D>,
  options: VarianceOptions<R> = {},
): DistArray<VarianceDType<R>> {
  return spread('nanstd', array, options) as DistArray<VarianceDType<R>>
}

function meanOf(reduced: Reduced, { dtype, out, reproducible = false }: MeanOptions): DistArray {
  const { name, node, mask, axes } = reduced
  const type = readDType(name, dtype, node.dtype)
  const terms = cast(node, type)
  if (reproducible) return settle(name, reproducibleMean(reduced, terms), out)
  if (mask !== undefined) {
    const operands = [cast(terms, wideDType(type)), mask]
    const finish: Finish = (count, value) => orNaN(count as Elementwise, value as Elementwise)
    return reduce(reduced, { kernel: 'momentsWhere', operands, dtype: type, finish }, out)
  }
  const count = reducedCount(node.shape, axes)
  return reduce(
    reduced,
    { kernel: 'sum', operands: [terms], dtype: type, finish: (total) => apply('divide', [total as Elementwise, count]) },
    out,
  )
}

function spread(name: string, array: ArrayCore, options: VarianceOptions): DistArray {
  checkOptions(name, options, varianceKeys)
  const { dtype, out, reproducible = false, correction = 0 } = options
  if (typeof correction !== 'number' || !Number.isFinite(correction))
    throw new ArgumentError(expected('a number', `correction of ${name}`, correction))
  const taken = takeReduced(name, array, options)
  const skipsNaN = name.startsWith('nan') && isInexact(taken.node.dtype)
  const reduced = skipsNaN ? withoutNaN(taken) : taken
  const type = readDType(name, dtype, reduced.node.dtype)
  const terms = cast(cast(reduced.node, type), wideDType(type))
  const isRoot = name.endsWith('std')
  if (reproducible) {
    const made = reproducibleVariance(reduced, terms, { dtype: realDType(type), correction, isRoot, isNumber: !skipsNaN })
    return settle(name, made, out)
  }
  const finish: Finish = (count, _, squares) => {
    const left = apply('maximum', [apply('subtract', [cast(count as Elementwise, 'float64'), correction]), 0])
    const positive = apply('divide', [squares as Elementwise, left])
    const quotient = skipsNaN ? orNaN(left, positive) : positive
    return isRoot ? apply('sqrt', [quotient]) : quotient
  }
  const { mask } = reduced
  const recipe = mask === undefined ? { kernel: 'moments', operands: [terms] } : { kernel: 'momentsWhere', operands: [terms, mask] }
  return reduce(reduced, { ...recipe, dtype: realDType(type), finish }, out)
}

function readDType(name: string, dtype: DType | undefined, own: DType): DType {
  if (dtype === undefined) return meanDType(own)
  requireInexact(name, dtype)
  return kindOf(own) === 'complex' && kindOf(dtype) !== 'complex' ? complexOf(dtype) : dtype
}

function complexOf(dtype: DType): DType {
  return dtype === 'float32' ? 'complex64' : 'complex128'
}

function orNaN(count: Elementwise, value: Elementwise): Elementwise {
  const missing = kindOf(value.dtype) === 'complex' ? { re: Number.NaN, im: Number.NaN } : Number.NaN
  return apply('where', [apply('greater', [count, 0]), value, missing])
}

function withoutNaN(reduced: Reduced): Reduced {
  const { node, mask } = reduced
  if (!isInexact(node.dtype)) return reduced
  const isNumber = apply('logicalNot', [apply('isnan', [node])])
  return { ...reduced, mask: mask === undefined ? isNumber : apply('logicalAnd', [isNumber, mask]) }
}
