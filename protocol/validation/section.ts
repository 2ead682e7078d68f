import { asStridedBuffer, type StridedBuffer } from '../buffer.js'
import { componentSize, type DType, findDType, findDTypeOfTypedArray, formatOf, itemSize, type TypedArray } from '../dtype.js'
import { isCount, product } from '../integers.js'
import { byteLengthOf, byteOffsetOf, hasFixedLength, typedArrayName } from '../memory.js'
import type { Dictionary, Reader } from './reader.js'

/** More dimensions than any buffer has (PEP-3118's own limit). */
export const maxDimensions = 64

/** A section whose memory was checked, and its dtype. */
export interface Section {
  readonly buffer: StridedBuffer
  readonly dtype: DType
}

/** What could be read of a buffer: its shape is known although the rest of it may break a rule. */
export interface ReadSection {
  readonly section: Section | undefined
  readonly shape: readonly number[] | undefined
}

/**
 * Read and check the buffer of an export: rules DAP-S.
 *
 * @param isReadonly Whether the extension of the export allows no writes.
 * @returns The section over the same memory, with its own copies of shape and strides; undefined when a rule is broken
 * that leaves it unknown.
 */
export function readSection(reader: Reader, value: unknown, isReadonly: boolean): ReadSection {
  if (typedArrayName(value)) {
    const section = readBare(reader, value as TypedArray, isReadonly)
    return { section, shape: section?.buffer.shape }
  }
  const source = reader.asObject(value)
  if (source) return readStrided(reader, source, isReadonly)
  return { section: reader.reject('DAP-S1', 'buffer', 'a typed array or a strided buffer', value), shape: undefined }
}

function readBare(reader: Reader, bare: TypedArray, isReadonly: boolean): Section | undefined {
  const dtype = findDTypeOfTypedArray(bare)
  if (!dtype) return reader.reject('DAP-S2', 'buffer', 'a typed array of one of the dtypes', bare)
  checkFixed(reader, bare)
  const buffer = asStridedBuffer(bare)
  return { buffer: isReadonly ? { ...buffer, readonly: true } : buffer, dtype }
}

function readStrided(reader: Reader, source: Dictionary, isReadonly: boolean): ReadSection {
  const data = reader.get(source, 'data', 'buffer')
  const dtype = readFormat(reader, reader.get(source, 'format', 'buffer'))
  const shape = readExtents(reader, reader.get(source, 'shape', 'buffer'))
  const strides = readStrides(reader, reader.get(source, 'strides', 'buffer'), shape?.length)
  const readonly = reader.flag(reader.get(source, 'readonly', 'buffer'), 'DAP-S8', 'buffer', 'readonly')
  const isView = ArrayBuffer.isView(data)
  if (isView) checkFixed(reader, data)
  else reader.reject('DAP-S1', 'buffer.data', 'a view on an ArrayBuffer', data)
  const isTooLarge = shape !== undefined && !isCount(product(shape))
  if (isTooLarge) reader.reject('DAP-S10', 'buffer.shape', 'extents whose product is a safe integer', shape)
  if (!isView || isTooLarge || !shape || !strides || !dtype) return { section: undefined, shape }
  const section = { buffer: { data, shape, strides, format: formatOf(dtype), readonly: readonly || isReadonly }, dtype }
  checkMemory(reader, section)
  return { section, shape }
}

function readFormat(reader: Reader, format: unknown): DType | undefined {
  const dtype = typeof format === 'string' ? findDType(format) : undefined
  return dtype ?? reader.reject('DAP-S2', 'buffer.format', 'a PEP-3118 letter (? b h i q B H I Q f d Zf Zd) in native byte order', format)
}

function readExtents(reader: Reader, value: unknown): number[] | undefined {
  const shape = reader.items(value, maxDimensions, 'buffer.shape')
  if (shape?.every(isCount)) return withoutNegativeZeros(shape)
  return reader.reject('DAP-S3', 'buffer.shape', `an array of at most ${maxDimensions} integers, zero or more,`, value)
}

function readStrides(reader: Reader, value: unknown, ndim: number | undefined): number[] | undefined {
  const strides = reader.items(value, maxDimensions, 'buffer.strides')
  if (strides?.every(isInteger) && (ndim === undefined || strides.length === ndim)) return withoutNegativeZeros(strides)
  return reader.reject('DAP-S4', 'buffer.strides', `an array of ${ndim ?? 'as many'} integers, in bytes, one per dimension,`, value)
}

/** Changes the copy that was read. */
function withoutNegativeZeros(integers: number[]): number[] {
  for (let d = 0; d < integers.length; d++) integers[d]! += 0
  return integers
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function checkFixed(reader: Reader, data: ArrayBufferView): void {
  if (!hasFixedLength(data)) reader.report('DAP-S7', 'buffer', 'Expected memory of fixed size for buffer but received a resizable one')
}

/** Bounds and alignment: rules DAP-S5, S6, S9. An empty section touches no memory. */
function checkMemory(reader: Reader, { buffer, dtype }: Section): void {
  const { data, shape, strides } = buffer
  if (shape.includes(0)) return
  const alignment = componentSize(dtype)
  let first = 0
  let last = 0
  let isAligned = byteOffsetOf(data) % alignment === 0
  let isShared = false
  for (let d = 0; d < shape.length; d++) {
    const reach = (shape[d]! - 1) * strides[d]!
    if (reach < 0) first += reach
    else last += reach
    if (shape[d]! > 1) {
      isAligned &&= strides[d]! % alignment === 0
      isShared ||= strides[d] === 0
    }
  }
  const after = last + itemSize(dtype)
  if (after > byteLengthOf(data) || -first > byteOffsetOf(data)) reader.report('DAP-S5', 'buffer', outside(data, first, after))
  if (!isAligned) reader.report('DAP-S6', 'buffer', `Expected data and strides to be aligned to ${alignment} bytes`)
  if (isShared && !buffer.readonly) reader.report('DAP-S9', 'buffer.strides', 'Writing to one element also changes others: a stride is 0')
}

function outside(data: ArrayBufferView, first: number, after: number): string {
  const length = byteLengthOf(data)
  const hint = length === 0 ? ' (was its memory freed or transferred?)' : ''
  return `Expected every element inside data, but they span bytes ${first} to ${after} of a view of ${length} bytes${hint}`
}
