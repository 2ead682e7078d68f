import type { DType } from '../../protocol/dtype.js'
import { DTypeError, expected } from '../../protocol/errors.js'
import { kindOf, realDType } from '../dtypes/kinds.js'

/** dtype of sums and products by that of the elements. */
export type SumDType<D extends DType> = D extends 'bool' | 'int8' | 'int16' | 'int32' | 'int64'
  ? 'int64'
  : D extends 'uint8' | 'uint16' | 'uint32' | 'uint64'
    ? 'uint64'
    : D

/** dtype of means by that of the elements. */
export type MeanDType<D extends DType> = D extends 'float32' | 'complex64' | 'complex128' ? D : 'float64'

/** dtype of variances and norms by that of the elements. */
export type VarianceDType<D extends DType> = D extends 'float32' | 'complex64' ? 'float32' : 'float64'

/**
 * Return the dtype of a sum or product: integers get the widest of their kind.
 *
 * Not collective.
 *
 * @see source: Array API standard, `sum`
 */
export function sumDType(dtype: DType): DType {
  const kind = kindOf(dtype)
  if (kind === 'unsigned') return 'uint64'
  return kind === 'bool' || kind === 'signed' ? 'int64' : dtype
}

/**
 * Return the dtype of a mean: integers are taken as float64.
 *
 * Not collective.
 */
export function meanDType(dtype: DType): DType {
  const kind = kindOf(dtype)
  return kind === 'float' || kind === 'complex' ? dtype : 'float64'
}

/**
 * Return the dtype of a variance or norm: a real one.
 *
 * Not collective.
 */
export function varianceDType(dtype: DType): DType {
  return realDType(meanDType(dtype))
}

/**
 * Return the dtype in which moments are accumulated.
 *
 * Not collective.
 */
export function wideDType(dtype: DType): DType {
  return kindOf(dtype) === 'complex' ? 'complex128' : 'float64'
}

/**
 * @throws {DTypeError} Complex numbers have no order.
 */
export function requireOrdered(name: string, dtype: DType): void {
  if (kindOf(dtype) === 'complex') throw new DTypeError(expected('an array of real numbers', name, dtype))
}

/**
 * @throws {DTypeError} Not a dtype of floating-point numbers.
 */
export function requireInexact(name: string, dtype: DType): void {
  const kind = kindOf(dtype)
  if (kind !== 'float' && kind !== 'complex')
    throw new DTypeError(expected('a dtype of real or complex floating-point numbers', `the dtype of ${name}`, dtype))
}
