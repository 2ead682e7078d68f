import { dtypeOfFormat, dtypeOfTypedArray, formatOf, itemSize, type TypedArray } from './dtype.js'
import { lengthOf } from './memory.js'

/**
 * One process's section of an array in memory: the JavaScript counterpart of a PEP-3118 buffer.
 *
 * @remarks Element (0, ..., 0) is at the start of `data`; element (i, j, ...) lies i * strides[0] + j * strides[1] + ... bytes after it.
 * `data` covers all elements, except that negative strides may reach back before it in the same `ArrayBuffer`.
 */
export interface StridedBuffer {
  /** A window on the memory; only its start and length in bytes count, not its element type. */
  readonly data: ArrayBufferView
  /** Local extents, shape [ndim]. */
  readonly shape: readonly number[]
  /** Distance in bytes between neighbours along each dimension, shape [ndim]. */
  readonly strides: readonly number[]
  /** PEP-3118 letter of the dtype, native byte order. */
  readonly format: string
  /** True when consumers must not write; absent means false. */
  readonly readonly?: boolean
}

/**
 * Return `buffer` as a strided buffer: a bare typed array becomes a 1-d contiguous one over the same memory.
 *
 * Not collective.
 *
 * @param buffer A strided buffer (returned unchanged) or a typed array.
 * @throws {DTypeError} A bare view that is not a typed array.
 */
export function asStridedBuffer(buffer: StridedBuffer | TypedArray): StridedBuffer {
  if (!ArrayBuffer.isView(buffer)) return buffer
  const dtype = dtypeOfTypedArray(buffer)
  return { data: buffer, shape: [lengthOf(buffer)], strides: [itemSize(dtype)], format: formatOf(dtype) }
}

/**
 * Return the strides of a row-major buffer without gaps.
 *
 * Not collective.
 *
 * @param shape    Extents, shape [ndim].
 * @param itemsize Bytes per element.
 * @returns        Bytes, shape [ndim]; the last is `itemsize`.
 */
export function contiguousStrides(shape: readonly number[], itemsize: number): number[] {
  const strides = new Array<number>(shape.length)
  let stride = itemsize
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride
    stride *= shape[d]!
  }
  return strides
}

/**
 * Tell whether the elements lie in row-major order without gaps.
 *
 * Not collective.
 *
 * @remarks As in NumPy, the stride of a dimension of extent 1 does not matter, nor does any stride of an empty buffer.
 * @throws {DTypeError} The format is no dtype's.
 */
export function isContiguous(buffer: StridedBuffer): boolean {
  if (buffer.shape.includes(0)) return true
  let stride = itemSize(dtypeOfFormat(buffer.format))
  for (let d = buffer.shape.length - 1; d >= 0; d--) {
    if (buffer.shape[d] !== 1 && buffer.strides[d] !== stride) return false
    stride *= buffer.shape[d]!
  }
  return true
}
