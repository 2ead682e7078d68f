import { type DType, itemSize } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import type { ArrayCore } from '../array-core.js'
import { checkOptions } from '../check-options.js'
import type { DistArray } from '../dist-array.js'
import { cast, type Elementwise } from '../expression/node.js'
import { compose } from '../lazy/elementwise.js'

/** Options of {@link astype}. */
export interface AsTypeOptions {
  /** Whether the result is another array even where `x` has the dtype. Default true. */
  readonly copy?: boolean
}

/**
 * Convert to another dtype, as C does; what is out of range of an integer dtype becomes its least or greatest value, and NaN 0.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param options With `copy: false` an array that has the dtype is returned itself.
 * @returns       The elements of complex numbers without their imaginary part, where `dtype` is real.
 * @throws {DTypeError}    No such dtype.
 * @throws {ArgumentError} Another `copy`, or another option.
 */
export function astype<D extends DType>(x: ArrayCore, dtype: D, options: AsTypeOptions = {}): DistArray<D> {
  checkOptions('astype', options, ['copy'])
  const { copy = true } = options
  itemSize(dtype) // refuses what is no dtype
  if (typeof copy !== 'boolean') throw new ArgumentError(expected('a boolean', 'copy of astype', copy))
  if (!copy && x.dtype === dtype) return x as DistArray<D>
  return compose('astype', [x], (it) => cast(it as Elementwise, dtype)) as DistArray<D>
}
