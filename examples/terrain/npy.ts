import { writeFileSync } from 'node:fs'

/**
 * Write a float64 array as a NumPy file, format version 1.0.
 *
 * Not collective: call it on the rank that has the whole array.
 *
 * @param path   File to create or replace.
 * @param values Row-major; as many elements as `shape` says.
 * @param shape  Extents.
 * @see source: NumPy's `numpy.lib.format` and NEP 1.
 */
export function writeNpy(path: string, values: Float64Array, shape: readonly number[]): void {
  const body = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  writeFileSync(path, Buffer.concat([npyHeader(shape), body]))
}

/** Magic, version, header length and the dictionary, padded so that the data starts at a multiple of 64 bytes. */
export function npyHeader(shape: readonly number[]): Buffer {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': (${tuple}), }`
  const prefix = 10 // magic 6, version 2, length 2
  const total = Math.ceil((prefix + dictionary.length + 1) / 64) * 64
  const header = Buffer.alloc(total, ' ', 'latin1')
  header.write('\x93NUMPY', 0, 'latin1')
  header.writeUInt8(1, 6)
  header.writeUInt8(0, 7)
  header.writeUInt16LE(total - prefix, 8)
  header.write(dictionary, prefix, 'latin1')
  header.write('\n', total - 1, 'latin1')
  return header
}
