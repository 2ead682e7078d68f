import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import type { Complex, Element } from '../element.js'
import { isInteger, kindOf, realDType } from './kinds.js'

/** A JavaScript value among arrays: it says a kind of number, and takes its precision from the arrays. */
export type WeakScalar = boolean | number | bigint | Complex

/** What a JavaScript scalar is: a number without a fraction (-0 as well) is an int; NaN and the infinities are floats. */
export type WeakKind = 'bool' | 'int' | 'float' | 'complex'

/**
 * Tell whether `value` is a boolean, a number, a bigint or a complex number `{ re, im }`.
 *
 * Not collective.
 */
export function isWeakScalar(value: unknown): value is WeakScalar {
  if (typeof value === 'object' && value !== null && 're' in value && 'im' in value)
    return typeof value.re === 'number' && typeof value.im === 'number'
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint'
}

/**
 * Return the kind that a JavaScript scalar counts as.
 *
 * Not collective.
 */
export function weakKindOf(value: WeakScalar): WeakKind {
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'object') return 'complex'
  return Number.isInteger(value) ? 'int' : 'float'
}

/**
 * Return the dtype of an operation between a dtype and a scalar of a weak kind: `dtype` itself where it has room for that kind, and
 * otherwise the default dtype of the scalar's kind (int64, float64, complex128), or complex64 for float32 with a complex number.
 *
 * Not collective.
 *
 * @see source: Array API standard 2025.12, "Mixing arrays with Python scalars"; NumPy enhancement proposal 50.
 */
export function promoteWeak(dtype: DType, weak: WeakKind): DType {
  const kind = kindOf(dtype)
  if (weak === 'bool' || kind === 'complex') return dtype
  if (weak === 'complex') return dtype === 'float32' ? 'complex64' : 'complex128'
  if (kind === 'float') return dtype
  if (weak === 'float') return 'float64'
  return kind === 'bool' ? 'int64' : dtype
}

/**
 * Return a scalar as an element of `dtype`, into which it was promoted.
 *
 * Not collective. A float that is beyond a float32 becomes an infinity, as in NumPy; rounding is not an error.
 *
 * @throws {ArgumentError} An integer outside the range of an integer dtype, a bigint beyond all floats, or a scalar of a higher kind than `dtype`.
 */
export function elementOf(value: WeakScalar, dtype: DType): Element {
  const kind = kindOf(dtype)
  if (kind === 'complex') return typeof value === 'object' ? roundComplex(value, dtype) : { re: toFloat(value, realDType(dtype)), im: 0 }
  if (typeof value === 'object') throw unfit(value, dtype)
  if (kind === 'float') return toFloat(value, dtype)
  if (kind === 'bool') {
    if (typeof value !== 'boolean') throw unfit(value, dtype)
    return value
  }
  if (weakKindOf(value) === 'float' || !fits(value, dtype)) throw unfit(value, dtype)
  // `+ 0` makes 0 of -0, which integers do not have.
  return dtype === 'int64' || dtype === 'uint64' ? BigInt(value) : Number(value) + 0
}

/**
 * Tell whether an integer lies in the range of an integer dtype.
 *
 * Not collective.
 *
 * @returns -1 below the range, 1 above it, 0 inside.
 */
export function sideOf(value: number | bigint | boolean, dtype: DType): -1 | 0 | 1 {
  const [low, high] = rangeOf(dtype)
  return BigInt(value) < low ? -1 : BigInt(value) > high ? 1 : 0
}

/**
 * Return the least and the greatest value of an integer dtype.
 *
 * Not collective.
 */
export function rangeOf(dtype: DType): readonly [bigint, bigint] {
  const bits = BigInt(dtype.replace(/\D+/, ''))
  return kindOf(dtype) === 'unsigned' ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]
}

function fits(value: number | bigint | boolean, dtype: DType): boolean {
  return isInteger(dtype) && sideOf(value, dtype) === 0
}

function toFloat(value: number | bigint | boolean, dtype: DType): number {
  const float = Number(value)
  if (typeof value === 'bigint' && !Number.isFinite(float)) throw unfit(value, dtype)
  return dtype === 'float32' ? Math.fround(float) : float
}

function roundComplex({ re, im }: Complex, dtype: DType): Complex {
  return dtype === 'complex64' ? { re: Math.fround(re), im: Math.fround(im) } : { re, im }
}

function unfit(value: WeakScalar, dtype: DType): ArgumentError {
  const [low, high] = isInteger(dtype) ? rangeOf(dtype) : []
  const what = low === undefined ? `a scalar that ${dtype} can hold` : `an integer in [${low}, ${high}], which ${dtype} can hold,`
  return new ArgumentError(`${expected(what, 'a scalar operand', value)}; cast the array to a wider dtype first`)
}
