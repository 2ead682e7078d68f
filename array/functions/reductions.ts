/* Reductions and cumulative functions of distributed arrays; arrays have the same as methods. */
export { argmax, argmin, nanargmax, nanargmin } from '../reductions/arg-extrema.js'
export { type AverageOptions, average, type ReturnedOptions } from '../reductions/average.js'
export { type CumulativeOptions, cumulativeProd, cumulativeSum } from '../reductions/cumulative.js'
export { type DiffOptions, diff } from '../reductions/diff.js'
export { max, min, nanmax, nanmin, ptp } from '../reductions/extrema.js'
export { all, any, countNonzero } from '../reductions/logic.js'
export { mean, nanmean, nanstd, nanvar, std, variance as var } from '../reductions/moments.js'
export { type NormOptions, norm } from '../reductions/norm.js'
export type {
  ArgOptions,
  ExtremumOptions,
  MaskedOptions,
  MeanOptions,
  ProductOptions,
  ReductionOptions,
  Reproducible,
  SumOptions,
  VarianceOptions,
} from '../reductions/options.js'
export { dot, inner, vdot } from '../reductions/products.js'
export { nanprod, nansum, prod, sum } from '../reductions/sums.js'
