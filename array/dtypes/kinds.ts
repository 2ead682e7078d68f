import { type DType, dtypes } from '../../protocol/dtype.js'
import { DTypeError, expected } from '../../protocol/errors.js'

/** What the elements of a dtype are, in the order in which kinds absorb each other. */
export type Kind = 'bool' | 'unsigned' | 'signed' | 'float' | 'complex'

const kinds: { readonly [D in DType]: Kind } = {
  bool: 'bool',
  int8: 'signed',
  int16: 'signed',
  int32: 'signed',
  int64: 'signed',
  uint8: 'unsigned',
  uint16: 'unsigned',
  uint32: 'unsigned',
  uint64: 'unsigned',
  float32: 'float',
  float64: 'float',
  complex64: 'complex',
  complex128: 'complex',
}

/**
 * Return the kind of a dtype.
 *
 * Not collective.
 *
 * @throws {DTypeError} Not a dtype.
 */
export function kindOf(dtype: DType): Kind {
  if (typeof dtype !== 'string' || !Object.hasOwn(kinds, dtype))
    throw new DTypeError(expected(`one of ${dtypes.join(', ')}`, 'dtype', dtype))
  return kinds[dtype]
}

const isOf =
  (...wanted: Kind[]) =>
  (dtype: DType): boolean =>
    wanted.includes(kindOf(dtype))

export const isInteger = isOf('signed', 'unsigned')
export const isReal = isOf('signed', 'unsigned', 'float')
export const isInexact = isOf('float', 'complex')

/** The dtype of the real and imaginary parts; of what is not complex, the dtype itself. */
export function realDType(dtype: DType): DType {
  if (dtype === 'complex64') return 'float32'
  return dtype === 'complex128' ? 'float64' : dtype
}
