import { FormatError } from '../../bindings/errors.js'
import { type DType, findDType } from '../../protocol/dtype.js'
import { expected } from '../../protocol/errors.js'
import { isCount } from '../../protocol/integers.js'
import { type Literal, readLiteral } from './python-literal.js'

/** What the header of a NumPy file says about the elements behind it. */
export interface NpyHeader {
  readonly dtype: DType
  /** True when the first index varies fastest. */
  readonly isFortran: boolean
  readonly shape: readonly number[]
}

/** Where the dictionary of a NumPy file is. */
export interface NpyPreamble {
  /** In bytes, from the start of the file. */
  readonly start: number
  /** In bytes; the elements follow directly. */
  readonly length: number
  readonly encoding: 'latin1' | 'utf8'
}

/** Longest preamble: magic, version and a length of four bytes. */
export const maxPreamble = 12
const magic = '\x93NUMPY'
const maxHeader = 10_000 // NumPy's own limit for headers it trusts
const maxDimensions = 64

/**
 * Read magic, version and header length.
 *
 * Not collective.
 *
 * @param bytes The first {@link maxPreamble} bytes of the file, fewer when it is shorter.
 * @throws {FormatError} No NumPy file, a version other than 1.0, 2.0 and 3.0, or a header longer than 10,000 bytes.
 * @see source: NumPy's `numpy.lib.format`: "Format Version 1.0", "2.0", "3.0".
 */
export function readPreamble(bytes: Uint8Array): NpyPreamble {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.toString('latin1', 0, 6) !== magic) throw new FormatError("Expected a NumPy file, which starts with '\\x93NUMPY'")
  if (view.length < 10) throw new FormatError('Expected a header but the file ends before it')
  const [major, minor] = [view.readUInt8(6), view.readUInt8(7)]
  if (major < 1 || major > 3 || minor !== 0)
    throw new FormatError(`Expected NumPy file version 1.0, 2.0 or 3.0 but received ${major}.${minor}`)
  const start = major === 1 ? 10 : 12
  if (view.length < start) throw new FormatError('Expected a header but the file ends before it')
  const length = major === 1 ? view.readUInt16LE(8) : view.readUInt32LE(8)
  if (length > maxHeader) throw new FormatError(`Expected a header of at most ${maxHeader} bytes but received one of ${length}`)
  return { start, length, encoding: major === 3 ? 'utf8' : 'latin1' }
}

/**
 * Read the dictionary of a NumPy file.
 *
 * Not collective.
 *
 * @param text E.g. `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
 * @throws {FormatError} Malformed; or elements of another byte order, records, strings, objects: anything that is no dtype of ours.
 */
export function readHeader(text: string): NpyHeader {
  const entries = readLiteral(text)
  if (!(entries instanceof Map) || entries.size !== 3) throw new FormatError('Expected a header with descr, fortran_order and shape')
  const isFortran = entries.get('fortran_order')
  if (typeof isFortran !== 'boolean') throw new FormatError(expected('True or False', 'fortran_order', isFortran))
  const shape = entries.get('shape')
  if (!Array.isArray(shape) || shape.length > maxDimensions || !shape.every(isCount))
    throw new FormatError(expected(`a tuple of at most ${maxDimensions} integers, zero or more,`, 'shape', shape))
  return { dtype: dtypeOfDescr(entries.get('descr')), isFortran, shape }
}

const letters: { readonly [kind: string]: string } = {
  b1: '?',
  i1: 'b',
  i2: 'h',
  i4: 'i',
  i8: 'q',
  u1: 'B',
  u2: 'H',
  u4: 'I',
  u8: 'Q',
  f4: 'f',
  f8: 'd',
  c8: 'Zf',
  c16: 'Zd',
}

/** The dtype of an array-interface type string such as `'<f8'`. */
function dtypeOfDescr(descr: Literal | undefined): DType {
  const [, order, kind] = (typeof descr === 'string' && /^([<>|])(.+)$/.exec(descr)) || []
  const letter = kind !== undefined && Object.hasOwn(letters, kind) ? letters[kind]! : undefined
  if (letter === undefined) throw new FormatError(expected('the type string of one of the 13 dtypes', 'descr', descr))
  const dtype = findDType(kind!.endsWith('1') ? letter : order + letter) // one byte has no order
  if (!dtype) throw new FormatError(expected("elements in this machine's byte order", 'descr', descr))
  return dtype
}
