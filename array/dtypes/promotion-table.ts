import type { DType } from '../../protocol/dtype.js'

/**
 * The dtype of an operation between each two dtypes.
 *
 * Columns in the order of {@link columns}. Within a kind, and between signed and unsigned integers, these are the tables of the Array API
 * standard 2025.12; where it says nothing (bool with numbers, uint64 with signed integers, integers with floats) they are NumPy 2's: the
 * smallest dtype that holds every value of both, and float64 where there is none.
 *
 * @see source: Array API standard 2025.12, "Type promotion rules"; NumPy, `numpy.result_type`.
 */
const rows = {
  bool: ['b1', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f4', 'f8', 'c8', 'c16'],
  int8: ['i1', 'i1', 'i2', 'i4', 'i8', 'i2', 'i4', 'i8', 'f8', 'f4', 'f8', 'c8', 'c16'],
  int16: ['i2', 'i2', 'i2', 'i4', 'i8', 'i2', 'i4', 'i8', 'f8', 'f4', 'f8', 'c8', 'c16'],
  int32: ['i4', 'i4', 'i4', 'i4', 'i8', 'i4', 'i4', 'i8', 'f8', 'f8', 'f8', 'c16', 'c16'],
  int64: ['i8', 'i8', 'i8', 'i8', 'i8', 'i8', 'i8', 'i8', 'f8', 'f8', 'f8', 'c16', 'c16'],
  uint8: ['u1', 'i2', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f4', 'f8', 'c8', 'c16'],
  uint16: ['u2', 'i4', 'i4', 'i4', 'i8', 'u2', 'u2', 'u4', 'u8', 'f4', 'f8', 'c8', 'c16'],
  uint32: ['u4', 'i8', 'i8', 'i8', 'i8', 'u4', 'u4', 'u4', 'u8', 'f8', 'f8', 'c16', 'c16'],
  uint64: ['u8', 'f8', 'f8', 'f8', 'f8', 'u8', 'u8', 'u8', 'u8', 'f8', 'f8', 'c16', 'c16'],
  float32: ['f4', 'f4', 'f4', 'f8', 'f8', 'f4', 'f4', 'f8', 'f8', 'f4', 'f8', 'c8', 'c16'],
  float64: ['f8', 'f8', 'f8', 'f8', 'f8', 'f8', 'f8', 'f8', 'f8', 'f8', 'f8', 'c16', 'c16'],
  complex64: ['c8', 'c8', 'c8', 'c16', 'c16', 'c8', 'c8', 'c16', 'c16', 'c8', 'c16', 'c8', 'c16'],
  complex128: ['c16', 'c16', 'c16', 'c16', 'c16', 'c16', 'c16', 'c16', 'c16', 'c16', 'c16', 'c16', 'c16'],
} as const satisfies { [D in DType]: readonly (keyof typeof codes)[] }

const codes = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  f4: 'float32',
  f8: 'float64',
  c8: 'complex64',
  c16: 'complex128',
} as const satisfies Record<string, DType>

const columns = {
  bool: 0,
  int8: 1,
  int16: 2,
  int32: 3,
  int64: 4,
  uint8: 5,
  uint16: 6,
  uint32: 7,
  uint64: 8,
  float32: 9,
  float64: 10,
  complex64: 11,
  complex128: 12,
} as const satisfies { [D in DType]: number }

/** The dtype of an operation between dtypes `A` and `B`. */
export type ResultType<A extends DType, B extends DType> = (typeof codes)[(typeof rows)[A][(typeof columns)[B]]]

/**
 * Return the dtype of an operation between two dtypes.
 *
 * Not collective. Commutative; not associative where floats meet wide integers: {@link resultType} tells how several are joined.
 */
export function promote<A extends DType, B extends DType>(a: A, b: B): ResultType<A, B> {
  return codes[rows[a][columns[b]]]
}
