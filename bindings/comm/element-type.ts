import { DTypeError, expected } from '../../protocol/errors.js'

export type DType =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'complex64'
  | 'complex128'

/** A typed array of any element type; a Node `Buffer` counts as a `Uint8Array`. */
export type TypedArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array

/** What MPI must know of an element: the number of its dtype in the addon, and how it lies in a typed array. */
export interface ElementType {
  readonly dtype: DType
  /** Position in the addon's table (bindings/src/mpi/datatype.h). */
  readonly code: number
  /** Bytes per element. */
  readonly size: number
  /** Entries of the typed array per element: 2 for complex (interleaved), else 1. */
  readonly width: number
  /** Name of the typed array that holds it. */
  readonly array: string
  readonly kind: 'bool' | 'integer' | 'float' | 'complex'
}

function kindOf(dtype: DType): ElementType['kind'] {
  if (dtype === 'bool') return 'bool'
  if (dtype.startsWith('complex')) return 'complex'
  return dtype.startsWith('float') ? 'float' : 'integer'
}

const table: readonly (readonly [DType, number, number, string])[] = [
  ['bool', 1, 1, 'Uint8Array'],
  ['int8', 1, 1, 'Int8Array'],
  ['int16', 2, 1, 'Int16Array'],
  ['int32', 4, 1, 'Int32Array'],
  ['int64', 8, 1, 'BigInt64Array'],
  ['uint8', 1, 1, 'Uint8Array'],
  ['uint16', 2, 1, 'Uint16Array'],
  ['uint32', 4, 1, 'Uint32Array'],
  ['uint64', 8, 1, 'BigUint64Array'],
  ['float32', 4, 1, 'Float32Array'],
  ['float64', 8, 1, 'Float64Array'],
  ['complex64', 8, 2, 'Float32Array'],
  ['complex128', 16, 2, 'Float64Array'],
]

const byDType = new Map<string, ElementType>(
  table.map(([dtype, size, width, array], code) => [dtype, { dtype, code, size, width, array, kind: kindOf(dtype) }]),
)

// Bool and complex look like their storage; who means them says so by dtype.
const plain = [...byDType.values()].filter((type) => type.kind === 'integer' || type.kind === 'float')
const byArray = new Map<string, ElementType>(plain.map((type) => [type.array, type]))
byArray.set('Uint8ClampedArray', byArray.get('Uint8Array')!)

/**
 * The element type of a buffer: as `dtype` says, else deduced from the typed array.
 *
 * Not collective.
 *
 * @param view  A typed array.
 * @param dtype Needed for `'bool'` over Uint8Array and complex over Float32Array or Float64Array only.
 * @param name  The argument, for messages.
 * @throws {DTypeError} `view` is no typed array, `dtype` is unknown, or the two do not fit.
 */
export function elementTypeOf(view: TypedArray, dtype: DType | undefined, name: string): ElementType {
  // The tag tells the kind of array whatever its class is (Buffer), and is one property access.
  const found = ArrayBuffer.isView(view) ? byArray.get(view[Symbol.toStringTag]) : undefined
  if (found === undefined) throw new DTypeError(expected('a typed array', name, view))
  if (dtype === undefined) return found
  const wanted = byDType.get(dtype)
  if (wanted === undefined) throw new DTypeError(expected(`one of ${[...byDType.keys()].join(', ')}`, 'dtype', dtype))
  if (wanted.array !== found.array) throw new DTypeError(expected(`a ${wanted.array} (dtype '${dtype}')`, name, view))
  return wanted
}
