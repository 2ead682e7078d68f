import type { DType } from '../../protocol/dtype.js'
import { checkOptions } from '../check-options.js'
import type { DistArray } from '../dist-array.js'
import type { WeakScalar } from '../dtypes/weak-scalar.js'
import type { ArrayOrScalar } from '../lazy/elementwise.js'
import type { Axes } from './axes.js'

/** What is reduced, and the form of the result. */
export interface ReductionOptions {
  /** One dimension or several, negative ones from the last; default: all. */
  readonly axis?: Axes | undefined
  /** Whether the dimensions stay, with extent 1. Default false. */
  readonly keepdims?: boolean | undefined
  /** The array that is written to, and returned; the result broadcasts to its shape and is cast to its dtype. */
  readonly out?: DistArray | undefined
}

/** Options of reductions that can leave elements out. */
export interface MaskedOptions extends ReductionOptions {
  /** Elements where it is false do not count; bool, broadcasts to the array. */
  readonly where?: ArrayOrScalar | undefined
}

/** Options of min and max. */
export interface ExtremumOptions extends MaskedOptions {
  /** One more element of each result; needed where there may be none. */
  readonly initial?: WeakScalar | undefined
}

/** Options of prod. */
export interface ProductOptions<D extends DType = DType> extends ExtremumOptions {
  /** The elements are cast to it first, and it is that of the result. */
  readonly dtype?: D | undefined
}

/** Options of reductions whose result can be the same to the last bit for any number of ranks and any distribution. */
export interface Reproducible {
  /** Whether the result has the same bits for any number of ranks and any distribution; costs up to twice the time. Default false. */
  readonly reproducible?: boolean | undefined
}

/** Options of sum. */
export interface SumOptions<D extends DType = DType> extends ProductOptions<D>, Reproducible {}

/** Options of mean. */
export interface MeanOptions<D extends DType = DType> extends MaskedOptions, Reproducible {
  /** The elements are cast to it first, and it is that of the result. */
  readonly dtype?: D | undefined
}

/** Options of var and std. */
export interface VarianceOptions<D extends DType = DType> extends MeanOptions<D> {
  /** What is taken off the number of elements that the squared distances are divided by: 1 for samples. Default 0. */
  readonly correction?: number | undefined
}

/** Options of argmin and argmax. */
export interface ArgOptions {
  /** One dimension, negative from the last; default: the row-major index into the whole array. */
  readonly axis?: number | null | undefined
  readonly keepdims?: boolean | undefined
  readonly out?: DistArray | undefined
}

export { checkOptions }

export const reductionKeys: readonly string[] = ['axis', 'keepdims', 'out']
export const maskedKeys: readonly string[] = [...reductionKeys, 'where']
export const extremumKeys: readonly string[] = [...maskedKeys, 'initial']
export const productKeys: readonly string[] = [...extremumKeys, 'dtype']
export const sumKeys: readonly string[] = [...productKeys, 'reproducible']
export const meanKeys: readonly string[] = [...maskedKeys, 'dtype', 'reproducible']
export const varianceKeys: readonly string[] = [...meanKeys, 'correction']
