import { type DType, dtypes, itemSize, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { DTypeError, expected } from '../../protocol/errors.js'
import { typedArrayName } from '../../protocol/memory.js'

/** What MPI must know of an element: the number of its dtype in the addon, and how it lies in a typed array. */
export interface ElementType {
  readonly dtype: DType
  /** Position in the addon's table (bindings/src/common/dtype.h). */
  readonly code: number
  /** Bytes per element. */
  readonly size: number
  /** Entries of the typed array per element: 2 for complex (interleaved), else 1. */
  readonly width: number
  /** Name of the typed array that holds it. */
  readonly array: string
  readonly kind: 'bool' | 'integer' | 'float' | 'complex'
}

// The addon's order; its enum DType says the same.
const order: readonly DType[] = [
  'bool',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float32',
  'float64',
  'complex64',
  'complex128',
]

function describe(dtype: DType, code: number): ElementType {
  const kind = dtype === 'bool' ? 'bool' : dtype.startsWith('complex') ? 'complex' : dtype.startsWith('float') ? 'float' : 'integer'
  const array = new (typedArrayFor(dtype))(0)[Symbol.toStringTag]
  return { dtype, code, size: itemSize(dtype), width: kind === 'complex' ? 2 : 1, array, kind }
}

const types = order.map(describe)
const byDType = new Map<string, ElementType>(types.map((type) => [type.dtype, type]))
// Bool and complex look like their storage; who means them says so by dtype.
const plain = types.filter((type) => type.kind === 'integer' || type.kind === 'float')
const byArray = new Map<string | undefined, ElementType>(plain.map((type) => [type.array, type]))
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
  const found = byArray.get(typedArrayName(view))
  if (found === undefined) throw new DTypeError(expected('a typed array', name, view))
  if (dtype === undefined) return found
  const wanted = elementTypeNamed(dtype)
  if (wanted.array !== found.array) throw new DTypeError(expected(`a ${wanted.array} (dtype '${dtype}')`, name, view))
  return wanted
}

/**
 * The element type of a dtype.
 *
 * Not collective.
 *
 * @throws {DTypeError} Not a dtype.
 */
export function elementTypeNamed(dtype: DType): ElementType {
  const type = byDType.get(dtype)
  if (type === undefined) throw new DTypeError(expected(`one of ${dtypes.join(', ')}`, 'dtype', dtype))
  return type
}

/** The dtype of an addon's number. */
export function dtypeOfCode(code: number): DType {
  return order[code]!
}
