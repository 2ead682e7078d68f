import { type DType, dtypes } from '../../protocol/dtype.js'

/** NumPy's type strings, little-endian. */
const descrs = ['|b1', '|i1', '<i2', '<i4', '<i8', '|u1', '<u2', '<u4', '<u8', '<f4', '<f8', '<c8', '<c16']
/** NumPy's type string of each dtype on a little-endian machine. */
export const descrOf = Object.fromEntries(dtypes.map((dtype, k) => [dtype, descrs[k]!])) as Readonly<Record<DType, string>>

/** What to write; `header` replaces the whole dictionary. */
export interface NpyParts {
  version?: readonly [number, number]
  descr?: string
  fortran?: boolean
  shape?: readonly number[]
  header?: string
  data?: Uint8Array
}

/** The bytes of a NumPy file made by hand, right or wrong. */
export function npyBytes(parts: NpyParts): Buffer {
  const { version = [1, 0], descr = '<f8', fortran = false, shape = [0], data = new Uint8Array(0) } = parts
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  const dictionary = parts.header ?? `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`
  const text = Buffer.from(`${dictionary}\n`, version[0] === 3 ? 'utf8' : 'latin1')
  const start = Buffer.alloc(version[0] === 1 ? 10 : 12)
  start.write('\x93NUMPY', 0, 'latin1')
  start.set(version, 6)
  if (version[0] === 1) start.writeUInt16LE(text.length, 8)
  else start.writeUInt32LE(text.length, 8)
  return Buffer.concat([start, text, data])
}
