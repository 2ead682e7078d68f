import type { DType } from '../../protocol/dtype.js'
import { DTypeError, expected } from '../../protocol/errors.js'
import { isInexact, isInteger, realDType } from './kinds.js'
import { dtypeOf } from './result-type.js'
import { rangeOf } from './weak-scalar.js'

/** Machine limits of a floating-point dtype, or of the components of a complex one. */
export interface FloatInfo {
  /** The real dtype that these are the limits of. */
  readonly dtype: 'float32' | 'float64'
  readonly bits: 32 | 64
  /** From 1 to the next number. */
  readonly eps: number
  readonly max: number
  readonly min: number
  /** The smallest positive number with full precision. */
  readonly smallestNormal: number
  /** The smallest positive number. */
  readonly smallestSubnormal: number
}

/** Range of an integer dtype; bigint for the 64-bit ones. */
export interface IntegerInfo {
  readonly dtype: DType
  readonly bits: 8 | 16 | 32 | 64
  readonly max: number | bigint
  readonly min: number | bigint
}

/** By bits of precision p and the greatest exponent e; IEEE 754 table 3.5. */
function binaryFormat(dtype: 'float32' | 'float64', bits: 32 | 64, p: number, e: number): FloatInfo {
  const max = (2 - 2 ** (1 - p)) * 2 ** e
  const smallestNormal = 2 ** (1 - e)
  return Object.freeze({ dtype, bits, eps: 2 ** (1 - p), max, min: -max, smallestNormal, smallestSubnormal: 2 ** (2 - e - p) })
}

const formats = { float32: binaryFormat('float32', 32, 24, 127), float64: binaryFormat('float64', 64, 53, 1023) }

/**
 * Return the machine limits of a floating-point dtype; of a complex one, those of its components.
 *
 * Not collective.
 *
 * @param type A dtype or an array.
 * @returns    Frozen.
 * @throws {DTypeError} Neither float32, float64, complex64 nor complex128.
 */
export function finfo(type: DType | { readonly dtype: DType }): FloatInfo {
  const dtype = dtypeOf(type)
  if (dtype === undefined || !isInexact(dtype))
    throw new DTypeError(expected('a floating-point dtype, or an array of one,', 'type', dtype ?? type))
  return formats[realDType(dtype) as 'float32' | 'float64']
}

/**
 * Return the range of an integer dtype.
 *
 * Not collective.
 *
 * @param type A dtype or an array.
 * @returns    Frozen; `min` and `max` are bigint for int64 and uint64.
 * @throws {DTypeError} Not an integer dtype.
 */
export function iinfo(type: DType | { readonly dtype: DType }): IntegerInfo {
  const dtype = dtypeOf(type)
  if (dtype === undefined || !isInteger(dtype))
    throw new DTypeError(expected('an integer dtype, or an array of one,', 'type', dtype ?? type))
  const [min, max] = rangeOf(dtype)
  const bits = Number(dtype.replace(/\D+/, '')) as IntegerInfo['bits']
  return Object.freeze(bits === 64 ? { dtype, bits, min, max } : { dtype, bits, min: Number(min), max: Number(max) })
}
