import { type DType, dtypeOfTypedArray, itemSize, type TypedArray, typedArrayFor } from '../protocol/dtype.js'
import { ArgumentError, DTypeError, expected, ShapeError } from '../protocol/errors.js'
import { product } from '../protocol/integers.js'
import { typedArrayName } from '../protocol/memory.js'
import { codecOf, type Element } from './element.js'
import { NDArray } from './nd-array.js'
import { type Packed, pack } from './nested.js'

/** Values for a new array: an {@link NDArray}, nested lists, or a typed array. */
export type ArrayValues = NDArray | TypedArray | Element | readonly unknown[]

/**
 * Read the values of a whole array.
 *
 * Not collective.
 *
 * @param shape Of a typed array; default one dimension.
 * @param dtype Default: what the values say by themselves.
 * @returns     Memory of the values' own, where they have a typed array.
 * @throws {ShapeError} | {DTypeError} | {ArgumentError} They are no such array.
 */
export function readValues(values: unknown, shape: readonly number[] | undefined, dtype: DType | undefined): Packed {
  if (values instanceof NDArray) return reshaped(typed(values.data, values.dtype, dtype), shape ?? values.shape)
  if (ArrayBuffer.isView(values) && typedArrayName(values) !== undefined)
    return reshaped(typed(values as TypedArray, dtypeOfTypedArray(values), dtype), shape)
  const packed = pack(values, dtype)
  return shape === undefined ? packed : reshaped(packed, shape)
}

/** A typed array in the dtype that was asked for, which must have the same components. */
function typed(data: TypedArray, own: DType, dtype: DType = own): Omit<Packed, 'shape'> {
  itemSize(dtype) // refuses what is no dtype
  const wanted = typedArrayFor(dtype).name
  if (wanted === 'Uint8Array' && data instanceof Uint8ClampedArray)
    return { dtype, data: new Uint8Array(data.buffer, data.byteOffset, data.length) }
  if (typedArrayName(data) !== wanted) throw new DTypeError(expected(`a ${wanted}, which holds ${dtype},`, 'values', data))
  return { dtype, data: data as Packed['data'] }
}

function reshaped({ dtype, data }: Omit<Packed, 'shape'>, shape: readonly number[] | undefined): Packed {
  const size = data.length / codecOf(dtype).width
  const extents = shape ?? [size]
  if (!Array.isArray(extents)) throw new ArgumentError(expected('an array of extents', 'shape', extents))
  if (product(extents) !== size)
    throw new ShapeError(`Expected ${product(extents)} elements for shape [${extents.join(', ')}] but received ${size}`)
  return { shape: extents, dtype, data }
}
