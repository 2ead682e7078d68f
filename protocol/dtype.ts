import { DTypeError, expected } from './errors.js'
import { typedArrayName } from './memory.js'

/** Element type of an array. */
export type DType = keyof ArrayTypes

/** The typed array that holds each dtype; complex numbers are interleaved, two components per element. */
export interface ArrayTypes {
  bool: Uint8Array
  int8: Int8Array
  int16: Int16Array
  int32: Int32Array
  int64: BigInt64Array
  uint8: Uint8Array
  uint16: Uint16Array
  uint32: Uint32Array
  uint64: BigUint64Array
  float32: Float32Array
  float64: Float64Array
  complex64: Float32Array
  complex128: Float64Array
}

/** Any typed array; a bare one stands for a 1-d contiguous buffer. */
export type TypedArray = ArrayTypes[DType] | Uint8ClampedArray

/** Constructor of one kind of typed array. */
export interface TypedArrayConstructor<T> {
  new (length: number): T
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): T
  readonly BYTES_PER_ELEMENT: number
  readonly name: string
}

const arrays: { readonly [D in DType]: TypedArrayConstructor<ArrayTypes[D]> } = {
  bool: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
  complex64: Float32Array,
  complex128: Float64Array,
}

/** PEP-3118 letter, and (code, bits) as in dap.h, which has DLPack's values. */
const facts: { readonly [D in DType]: { readonly format: string; readonly code: number; readonly bits: number } } = {
  bool: { format: '?', code: 6, bits: 8 },
  int8: { format: 'b', code: 0, bits: 8 },
  int16: { format: 'h', code: 0, bits: 16 },
  int32: { format: 'i', code: 0, bits: 32 },
  int64: { format: 'q', code: 0, bits: 64 },
  uint8: { format: 'B', code: 1, bits: 8 },
  uint16: { format: 'H', code: 1, bits: 16 },
  uint32: { format: 'I', code: 1, bits: 32 },
  uint64: { format: 'Q', code: 1, bits: 64 },
  float32: { format: 'f', code: 2, bits: 32 },
  float64: { format: 'd', code: 2, bits: 64 },
  complex64: { format: 'Zf', code: 5, bits: 64 },
  complex128: { format: 'Zd', code: 5, bits: 128 },
}

/** Every dtype, in the order of the table above. */
export const dtypes = Object.keys(facts) as readonly DType[]

const dtypeByFormat = new Map<string, DType>()
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
// '@' and '=' are native byte order; these letters have the same size in both modes, unlike 'l' and 'L'.
for (const dtype of dtypes)
  for (const order of ['', '@', '=', ...(isLittleEndian ? ['<'] : ['>', '!'])]) dtypeByFormat.set(order + facts[dtype].format, dtype)

const dtypeByArrayName = new Map<string, DType>([['Uint8ClampedArray', 'uint8']])
for (const dtype of dtypes) if (dtype !== 'bool' && !dtype.startsWith('complex')) dtypeByArrayName.set(arrays[dtype].name, dtype)

/**
 * Tell whether `value` names one of the 13 dtypes.
 *
 * Not collective.
 */
export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(facts, value)
}

/**
 * Return the size of one element in bytes.
 *
 * Not collective.
 *
 * @throws {DTypeError} Not a dtype.
 */
export function itemSize(dtype: DType): number {
  return factsOf(dtype).bits / 8
}

/**
 * Return the size in bytes of what must be aligned: the element, or one component of a complex element.
 *
 * Not collective.
 *
 * @throws {DTypeError} Not a dtype.
 */
export function componentSize(dtype: DType): number {
  factsOf(dtype)
  return arrays[dtype].BYTES_PER_ELEMENT
}

/**
 * Return the PEP-3118 format letter, e.g. `'d'` for float64 and `'Zd'` for complex128.
 *
 * Not collective.
 *
 * @throws {DTypeError} Not a dtype.
 */
export function formatOf(dtype: DType): string {
  return factsOf(dtype).format
}

/**
 * Return the dtype of a PEP-3118 format, or undefined when no dtype has it.
 *
 * Not collective.
 *
 * @param format One letter (or `Zf`, `Zd`), optionally with a prefix that means this machine's byte order.
 */
export function findDType(format: string): DType | undefined {
  return dtypeByFormat.get(format)
}

/**
 * Return the dtype of a PEP-3118 format.
 *
 * Not collective.
 *
 * @param format As in {@link findDType}.
 * @throws {DTypeError} No dtype has this format: a foreign byte order, a record, or `l` and `L`, whose size depends on the platform.
 */
export function dtypeOfFormat(format: string): DType {
  const dtype = findDType(format)
  if (!dtype) throw new DTypeError(expected('a PEP-3118 letter (? b h i q B H I Q f d Zf Zd) in native byte order', 'format', format))
  return dtype
}

/**
 * Return the dtype of a typed array's elements, or undefined when `value` is no typed array or its elements have no dtype.
 *
 * Not collective. A `Uint8Array` is uint8, never bool.
 */
export function findDTypeOfTypedArray(value: unknown): DType | undefined {
  return dtypeByArrayName.get(typedArrayName(value) ?? '')
}

/**
 * Return the dtype of a typed array's elements; a `Uint8Array` is uint8, never bool.
 *
 * Not collective.
 *
 * @throws {DTypeError} Not a typed array.
 */
export function dtypeOfTypedArray(view: ArrayBufferView): DType {
  const dtype = findDTypeOfTypedArray(view)
  if (!dtype) throw new DTypeError(expected('a typed array', 'view', view))
  return dtype
}

/**
 * Return the constructor of the typed array that holds `dtype`.
 *
 * Not collective.
 *
 * @returns For complex dtypes the array of components, interleaved (real, imaginary).
 * @throws {DTypeError} Not a dtype.
 */
export function typedArrayFor<D extends DType>(dtype: D): TypedArrayConstructor<ArrayTypes[D]> {
  factsOf(dtype)
  return arrays[dtype]
}

/**
 * Return the dtype as dap.h writes it.
 *
 * Not collective.
 *
 * @returns `code` is one of `DAP_INT` 0, `DAP_UINT` 1, `DAP_FLOAT` 2, `DAP_COMPLEX` 5, `DAP_BOOL` 6; `bits` counts the whole element.
 * @throws {DTypeError} Not a dtype.
 */
export function dapDType(dtype: DType): { code: number; bits: number } {
  const { code, bits } = factsOf(dtype)
  return { code, bits }
}

/**
 * Return the dtype that dap.h writes as `code` and `bits`, or undefined when no dtype has them.
 *
 * Not collective.
 */
export function findDTypeOfDap(code: number, bits: number): DType | undefined {
  return dtypes.find((dtype) => facts[dtype].code === code && facts[dtype].bits === bits)
}

function factsOf(dtype: DType): { format: string; code: number; bits: number } {
  if (!isDType(dtype)) throw new DTypeError(expected(`one of ${dtypes.join(', ')}`, 'dtype', dtype))
  return facts[dtype]
}
