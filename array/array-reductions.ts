import type { DType } from '../protocol/dtype.js'
import type { ArrayCore } from './array-core.js'
import { ArrayOperators } from './array-operators.js'
import type { DistArray } from './dist-array.js'
import type { ResultType } from './dtypes/promotion-table.js'
import * as arg from './reductions/arg-extrema.js'
import { type AverageOptions, average, type ReturnedOptions } from './reductions/average.js'
import * as cumulative from './reductions/cumulative.js'
import { type DiffOptions, diff } from './reductions/diff.js'
import type { MeanDType, SumDType, VarianceDType } from './reductions/dtypes.js'
import * as extrema from './reductions/extrema.js'
import * as logic from './reductions/logic.js'
import * as moments from './reductions/moments.js'
import { type NormOptions, norm } from './reductions/norm.js'
import type {
  ArgOptions,
  ExtremumOptions,
  MaskedOptions,
  MeanOptions,
  ProductOptions,
  ReductionOptions,
  Reproducible,
  SumOptions,
  VarianceOptions,
} from './reductions/options.js'
import * as products from './reductions/products.js'
import * as sums from './reductions/sums.js'

/**
 * The part of a distributed array that makes less of many elements. The methods are the functions of the same names, with the array
 * first; what they return is computed when somebody wants its values, and together with others by `ctx.compute`.
 */
export abstract class ArrayReductions<D extends DType = DType> extends ArrayOperators<D> {
  /** Add up elements. */
  sum<R extends DType = SumDType<D>>(options?: SumOptions<R>): DistArray<R> {
    return sums.sum(this, options)
  }

  /** Multiply elements. */
  prod<R extends DType = SumDType<D>>(options?: ProductOptions<R>): DistArray<R> {
    return sums.prod(this, options)
  }

  /** Return the least elements. */
  min(options?: ExtremumOptions): DistArray<D> {
    return extrema.min(this, options)
  }

  /** Return the greatest elements. */
  max(options?: ExtremumOptions): DistArray<D> {
    return extrema.max(this, options)
  }

  /** Return the distance from the least to the greatest element. */
  ptp(options?: ReductionOptions): DistArray<D> {
    return extrema.ptp(this, options)
  }

  /** Return the index of the least element. */
  argmin(options?: ArgOptions): DistArray<'int64'> {
    return arg.argmin(this, options)
  }

  /** Return the index of the greatest element. */
  argmax(options?: ArgOptions): DistArray<'int64'> {
    return arg.argmax(this, options)
  }

  /** Return arithmetic means. */
  mean<R extends DType = MeanDType<D>>(options?: MeanOptions<R>): DistArray<R> {
    return moments.mean(this, options)
  }

  /** Return variances. */
  var<R extends DType = D>(options?: VarianceOptions<R>): DistArray<VarianceDType<R>> {
    return moments.variance(this, options)
  }

  /** Return standard deviations. */
  std<R extends DType = D>(options?: VarianceOptions<R>): DistArray<VarianceDType<R>> {
    return moments.std(this, options)
  }

  /** Return weighted averages; with `returned` also the sums of the weights. */
  average(options: ReturnedOptions): [averages: DistArray, sums: DistArray]
  average(options?: AverageOptions & { readonly returned?: false | undefined }): DistArray
  average(options: AverageOptions = {}): DistArray | [DistArray, DistArray] {
    return average(this, options)
  }

  /** Tell whether any element is true. */
  any(options?: MaskedOptions): DistArray<'bool'> {
    return logic.any(this, options)
  }

  /** Tell whether all elements are true. */
  all(options?: MaskedOptions): DistArray<'bool'> {
    return logic.all(this, options)
  }

  /** Count the elements that are not 0. */
  countNonzero(options?: MaskedOptions): DistArray<'int64'> {
    return logic.countNonzero(this, options)
  }

  /** Return vector norms. */
  norm(options?: NormOptions): DistArray<VarianceDType<D>> {
    return norm(this, options)
  }

  /** Return the sum of products with another vector. */
  dot<B extends DType>(other: ArrayCore<B>, options?: Reproducible): DistArray<ResultType<D, B>> {
    return products.dot(this, other, options)
  }

  /** Return the sum of products with another vector. */
  inner<B extends DType>(other: ArrayCore<B>, options?: Reproducible): DistArray<ResultType<D, B>> {
    return products.inner(this, other, options)
  }

  /** Return the sum of products of the conjugates with another array. */
  vdot<B extends DType>(other: ArrayCore<B>, options?: Reproducible): DistArray<ResultType<D, B>> {
    return products.vdot(this, other, options)
  }

  /** As {@link ArrayReductions.sum}, of the elements that are not NaN. */
  nansum<R extends DType = SumDType<D>>(options?: SumOptions<R>): DistArray<R> {
    return sums.nansum(this, options)
  }

  /** As {@link ArrayReductions.prod}, of the elements that are not NaN. */
  nanprod<R extends DType = SumDType<D>>(options?: ProductOptions<R>): DistArray<R> {
    return sums.nanprod(this, options)
  }

  /** As {@link ArrayReductions.min}, of the elements that are not NaN. */
  nanmin(options?: ExtremumOptions): DistArray<D> {
    return extrema.nanmin(this, options)
  }

  /** As {@link ArrayReductions.max}, of the elements that are not NaN. */
  nanmax(options?: ExtremumOptions): DistArray<D> {
    return extrema.nanmax(this, options)
  }

  /** As {@link ArrayReductions.mean}, of the elements that are not NaN. */
  nanmean<R extends DType = MeanDType<D>>(options?: MeanOptions<R>): DistArray<R> {
    return moments.nanmean(this, options)
  }

  /** As {@link ArrayReductions.var}, of the elements that are not NaN. */
  nanvar<R extends DType = D>(options?: VarianceOptions<R>): DistArray<VarianceDType<R>> {
    return moments.nanvar(this, options)
  }

  /** As {@link ArrayReductions.std}, of the elements that are not NaN. */
  nanstd<R extends DType = D>(options?: VarianceOptions<R>): DistArray<VarianceDType<R>> {
    return moments.nanstd(this, options)
  }

  /** As {@link ArrayReductions.argmin}, of the elements that are not NaN. */
  nanargmin(options?: ArgOptions): DistArray<'int64'> {
    return arg.nanargmin(this, options)
  }

  /** As {@link ArrayReductions.argmax}, of the elements that are not NaN. */
  nanargmax(options?: ArgOptions): DistArray<'int64'> {
    return arg.nanargmax(this, options)
  }

  /** Return running sums along a dimension. */
  cumulativeSum<R extends DType = SumDType<D>>(options?: cumulative.CumulativeOptions<R>): DistArray<R> {
    return cumulative.cumulativeSum(this, options)
  }

  /** Return running products along a dimension. */
  cumulativeProd<R extends DType = SumDType<D>>(options?: cumulative.CumulativeOptions<R>): DistArray<R> {
    return cumulative.cumulativeProd(this, options)
  }

  /** Return the differences of neighbours along a dimension. */
  diff(options?: DiffOptions): DistArray {
    return diff(this, options)
  }
}
