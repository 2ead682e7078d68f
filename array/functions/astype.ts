import { type DType, itemSize } from '../../protocol/dtype.js'
import type { ArrayCore } from '../array-core.js'
import type { DistArray } from '../dist-array.js'
import { cast, type Elementwise } from '../expression/node.js'
import { compose } from '../lazy/elementwise.js'

/**
 * Convert to another dtype, as C does; what is out of range of an integer dtype becomes its least or greatest value, and NaN 0.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @returns The elements of complex numbers without their imaginary part, where `dtype` is real.
 * @throws {DTypeError} No such dtype.
 */
export function astype<D extends DType>(x: ArrayCore, dtype: D): DistArray<D> {
  itemSize(dtype) // refuses what is no dtype
  return compose('astype', [x], (it) => cast(it as Elementwise, dtype)) as DistArray<D>
}
