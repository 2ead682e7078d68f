import { type DType, dtypeOfTypedArray, type TypedArray } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { typedArrayName } from '../../protocol/memory.js'
import type { ArrayValues } from '../create-array.js'
import { codecOf } from '../element.js'
import { NDArray } from '../nd-array.js'

/**
 * Return the dtype in which values are read before they are cast to the one that is wanted; undefined for what they say by themselves.
 *
 * Not collective.
 */
export function readingDType(values: ArrayValues, dtype: DType | undefined): DType | undefined {
  if (dtype === undefined) return undefined
  if (values instanceof NDArray) return values.dtype
  if (typedArrayName(values) !== undefined) {
    // Components of a complex dtype are numbers of the same kind.
    const own = dtypeOfTypedArray(values as TypedArray)
    return (dtype === 'complex64' && own === 'float32') || (dtype === 'complex128' && own === 'float64') ? dtype : own
  }
  let first: unknown = values
  while (Array.isArray(first)) first = first[0]
  // A list of bigints may be above all int64, and an empty one is of any dtype.
  return first === undefined || (typeof first === 'bigint' && dtype === 'uint64') ? dtype : undefined
}

/**
 * Refuse what `copy` says where it cannot be so.
 *
 * Not collective.
 *
 * @throws {ArgumentError} A copy is needed, and none is wanted.
 */
export function requireCopy(copy: boolean | undefined, why: string): void {
  if (copy !== undefined && typeof copy !== 'boolean') throw new ArgumentError(expected('a boolean', 'copy', copy))
  if (copy === false) throw new ArgumentError(`Expected values that asarray can use without a copy, but ${why}; leave copy out`)
}

/**
 * Refuse numbers of lists that an integer dtype has no place for. What is behind the point is left out, as in a cast.
 *
 * Not collective.
 *
 * @throws {ArgumentError} NaN, Infinity, or a number out of the dtype's range.
 */
export function requireRange(values: ArrayValues, dtype: DType): void {
  const codec = codecOf(dtype)
  const isWide = dtype === 'int64' || dtype === 'uint64'
  const check = (value: unknown): void => {
    if (Array.isArray(value)) for (const part of value) check(part)
    else if (typeof value === 'number') codec.check(isWide && Number.isFinite(value) ? BigInt(Math.trunc(value)) : Math.trunc(value))
    else if (typeof value === 'bigint') codec.check(isWide ? value : Number(value))
  }
  if (integers.test(dtype) && !(values instanceof NDArray) && typedArrayName(values) === undefined) check(values)
}

const integers = /^u?int/
