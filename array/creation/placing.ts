import type { Distribution } from '../../protocol/distribution.js'
import type { DType } from '../../protocol/dtype.js'
import { requireObject } from '../check-options.js'
import type { ArrayOptions } from '../context-creation.js'
import { type Placement, place, requireDistribution } from '../placement.js'

/** How an array whose shape is known is distributed, and its dtype. */
export interface PlacedOptions<D extends DType = DType> extends ArrayOptions<D> {
  /** Shape and distribution at once; then only `dtype` and `targets` are other options. */
  readonly distribution?: Distribution
}

/**
 * Read where an array is to be.
 *
 * Not collective.
 *
 * @param options What is neither a dtype nor about the place is refused.
 * @returns       Undefined when the options say nothing of it.
 * @throws As `place`; {ShapeError} a distribution of another shape.
 */
export function readPlacing(shape: readonly number[], options: PlacedOptions, engines: number): Placement | undefined {
  requireObject('a new array', options, ['dtype'])
  const { dtype: _dtype, distribution, ...placing } = options
  if (distribution !== undefined) requireDistribution(shape, distribution)
  const isSaid = distribution !== undefined || Object.values(placing).some((value) => value !== undefined)
  return isSaid ? place(distribution ?? shape, placing, engines) : undefined
}
