import { Distribution } from '../../protocol/distribution.js'
import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../../protocol/errors.js'
import type { ArrayOptions } from '../context-creation.js'
import { type Placement, place } from '../placement.js'

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
  const { dtype: _dtype, distribution, ...placing } = options
  if (distribution !== undefined && !(distribution instanceof Distribution))
    throw new ArgumentError(expected('a Distribution', 'distribution', distribution))
  if (distribution && (distribution.ndim !== shape.length || distribution.shape.some((extent, d) => extent !== shape[d])))
    throw new ShapeError(`Expected a distribution of shape [${shape.join(', ')}] but received one of [${distribution.shape.join(', ')}]`)
  const isSaid = distribution !== undefined || Object.values(placing).some((value) => value !== undefined)
  return isSaid ? place(distribution ?? shape, placing, engines) : undefined
}
