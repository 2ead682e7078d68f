import { FormatError } from '../../bindings/errors.js'
import { contiguousStrides, type StridedBuffer } from '../../protocol/buffer.js'
import { formatOf, itemSize } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { maxPreamble, type NpyHeader, readHeader, readPreamble } from './npy-header.js'
import { maxSectionBytes, type OpenFile, withFile } from './open-file.js'

/**
 * Read a NumPy file as a strided buffer; a file in Fortran order gets column-major strides, its elements are not moved.
 *
 * Not collective.
 *
 * @param path     Of a `.npy` file, format version 1.0, 2.0 or 3.0.
 * @param maxBytes Largest size of the elements; default 2 GiB. A longer file is refused before it is read.
 * @returns New memory owned by the caller, exactly as long as the elements and aligned to them; `format` is the PEP-3118 letter.
 * @throws {FileError}   Missing or unreadable.
 * @throws {FormatError} Malformed, elements that are no dtype of ours or in another byte order, or a length that is not that of its shape.
 * @see source: NumPy's `numpy.lib.format`.
 */
export function readNpy(path: string, maxBytes: number = maxSectionBytes): StridedBuffer {
  return withFile(path, (file) => {
    try {
      return readArray(file, maxBytes)
    } catch (error) {
      if (error instanceof FormatError) throw new FormatError(`${path}: ${error.message}`, { cause: error })
      throw error
    }
  })
}

function readArray(file: OpenFile, maxBytes: number): StridedBuffer {
  const preamble = readPreamble(file.read(0, Math.min(maxPreamble, file.size)))
  const first = preamble.start + preamble.length
  if (first > file.size) throw new FormatError(`Expected a header of ${preamble.length} bytes but the file ends before it`)
  const text = Buffer.from(file.read(preamble.start, preamble.length).buffer).toString(preamble.encoding)
  const { dtype, shape, isFortran } = readHeader(text)
  const bytes = product(shape) * itemSize(dtype)
  if (bytes !== file.size - first)
    throw new FormatError(
      `Expected ${bytes} bytes, the shape [${shape.join(', ')}] of ${dtype}, but ${file.size - first} follow the header`,
    )
  if (bytes > maxBytes) throw new FormatError(`Expected at most ${maxBytes} bytes of elements but received ${bytes}`)
  return { data: file.read(first, bytes), shape, strides: stridesOf({ dtype, shape, isFortran }), format: formatOf(dtype) }
}

function stridesOf({ dtype, shape, isFortran }: NpyHeader): number[] {
  const size = itemSize(dtype)
  return isFortran ? contiguousStrides([...shape].reverse(), size).reverse() : contiguousStrides(shape, size)
}
