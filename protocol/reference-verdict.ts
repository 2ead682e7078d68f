import { byteLengthOf } from './memory.js'
import { type Dictionary, Reader } from './validation/reader.js'

/** What the validator of 2014 does with an export: returns True, returns False, or throws something instead of answering. */
export interface ReferenceVerdict {
  readonly verdict: 'accept' | 'reject' | 'raise'
  /** The first thing that decided; for `'raise'` the class of the Python exception, then why. */
  readonly why: string
}

/** Ends the examination: the reference stops at the first thing it minds. */
class Stop {
  readonly verdict: 'reject' | 'raise'
  readonly why: string

  constructor(verdict: 'reject' | 'raise', why: string) {
    this.verdict = verdict
    this.why = why
  }
}

const reject = (why: string): Stop => new Stop('reject', why)
const raise = (why: string): Stop => new Stop('raise', why)

/**
 * Tell what the Python validator that came with protocol 0.10.0 does with the same export, its mistakes included.
 *
 * Not collective. Never throws, whatever `exported` is. {@link validate} says what is right; where the two differ, one of
 * them has to be wrong on purpose, and test/protocol/reference-verdict.test.ts lists which.
 *
 * @remarks The JavaScript values stand for Python's: an array for the tuple in `dim_data` and `padding` and for a list
 * elsewhere, an integral number or a bigint for an int, true and false for bools (which Python counts as ints), a typed
 * array, a `DataView` or an `ArrayBuffer` for something with the buffer interface, a plain object for a dict, and a key
 * whose value is undefined for a missing one.
 * @param exported What a producer's `__distarray__()` returned.
 * @see source: enthought/distributed-array-protocol, tag rel-0.10.0, `validator.py`
 */
export function referenceVerdict(exported: unknown): ReferenceVerdict {
  try {
    checkExport(exported)
    return { verdict: 'accept', why: 'it finds nothing wrong' }
  } catch (stop) {
    if (stop instanceof Stop) return { verdict: stop.verdict, why: stop.why }
    return { verdict: 'raise', why: 'reading a value throws' }
  }
}

function checkExport(exported: unknown): void {
  const dict = new Reader().asDictionary(exported)
  if (!dict) throw reject('the export is no dict')
  const keys = keysOf(dict)
  const known = ['__version__', 'buffer', 'dim_data']
  if (keys.some((key) => !known.includes(key))) throw reject('the export has other keys')
  if (known.some((key) => !keys.includes(key))) throw reject('the export lacks a key')
  checkVersion(dict.__version__)
  const ndim = checkBuffer(dict.buffer)
  checkDimData(dict.dim_data, ndim)
}

/** It asks `distutils.StrictVersion`, which takes two numbers and leading zeros too, and compares the three numbers only. */
function checkVersion(version: unknown): void {
  if (!isTruthy(version)) throw raise('AttributeError: a version without a value is never parsed')
  if (typeof version !== 'string') throw raise('TypeError: the version is no string')
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:[ab]\d+)?$/.exec(version)
  if (!match) throw reject('the version is malformed')
  const [major, minor, patch] = [match[1], match[2], match[3] ?? 0].map(Number)
  if (major !== 0 || minor !== 10 || patch !== 0) throw reject('the version is not 0.10.0')
}

/** The number of dimensions of a buffer. */
function checkBuffer(buffer: unknown): number {
  if (hasBufferInterface(buffer)) return 1
  const strided = dictOf(buffer)
  if (strided && ArrayBuffer.isView(strided.data) && isArray(strided.shape)) return strided.shape.length
  throw reject('the buffer has no buffer interface')
}

function checkDimData(dimData: unknown, ndim: number): void {
  if (!isArray(dimData)) throw reject('dim_data is no tuple')
  const dims: Dictionary[] = []
  // Stops at the first that is none: a sparse array may have 2^32 places.
  for (const dim of dimData) {
    const dict = new Reader().asDictionary(dim)
    if (!dict) throw reject('a dimension dictionary is no dict')
    dims.push(dict)
  }
  for (const dim of dims) checkDim(dim)
  if (dims.length !== ndim) throw reject('there is not one dictionary per dimension of the buffer')
}

function checkDim(dim: Dictionary): void {
  const keys = keysOf(dim)
  if (keys.length === 0) return
  if (!keys.includes('dist_type')) throw raise("KeyError: 'dist_type' is missing")
  const distType = dim.dist_type
  if (typeof distType === 'object' && distType !== null) throw raise('TypeError: dist_type cannot be looked up in a set')
  if (distType !== 'b' && distType !== 'c' && distType !== 'u') throw reject("dist_type is not 'b', 'c' or 'u'")
  const rank = checkGrid(dim)
  if (distType === 'b') checkBlock(dim, rank)
  else if (distType === 'c') checkCyclic(dim, rank)
  else checkUnstructured(dim)
}

/** Returns proc_grid_rank. It never asks whether that is negative. */
function checkGrid(dim: Dictionary): number {
  if (dim.proc_grid_size === undefined || dim.proc_grid_rank === undefined) throw reject('a key of the process grid is missing')
  const size = pythonInt(dim.proc_grid_size)
  const rank = pythonInt(dim.proc_grid_rank)
  if (size === undefined || rank === undefined) throw reject('a key of the process grid is no int')
  if (size < 1) throw reject('proc_grid_size is less than one')
  if (rank >= size) throw reject('proc_grid_rank is not below proc_grid_size')
  return rank
}

/** It compares stop with size without looking at size first, and with no buffer at all. */
function checkBlock(dim: Dictionary, rank: number): void {
  const [start, stop] = [dim.start, dim.stop].map((value) => {
    if (value === undefined) throw reject('start or stop is missing')
    const integer = pythonInt(value)
    if (integer === undefined) throw reject('start or stop is no int')
    return integer
  }) as [number, number]
  if (start < 0) throw reject('start is negative')
  if (stop < start) throw reject('stop is less than start')
  if (dim.size === undefined) throw raise("KeyError: 'size' is missing")
  const size = pythonNumber(dim.size)
  if (size === undefined) throw raise('TypeError: stop and size cannot be compared')
  if (stop > size && size === Number.NEGATIVE_INFINITY) throw raise('OverflowError: size cannot be printed as an integer')
  if (stop > size) throw reject('stop is greater than size')
  if (dim.padding !== undefined) {
    if (!isArray(dim.padding) || dim.padding.length !== 2) throw reject('padding is no tuple of two')
    if (dim.padding.some((width) => pythonInt(width) === undefined)) throw reject('padding is not of ints')
  }
  if (rank === 0 && start !== 0) throw reject('the first process does not start at 0')
}

/** It looks neither at size nor at the buffer. */
function checkCyclic(dim: Dictionary, rank: number): void {
  if (dim.start === undefined) throw reject('start is missing')
  const start = pythonInt(dim.start)
  if (start === undefined) throw reject('start is no int')
  const blockSize = dim.block_size === undefined ? 1 : pythonInt(dim.block_size)
  if (blockSize === undefined) throw reject('block_size is no int')
  if (blockSize < 1) throw reject('block_size is less than one')
  if (rank * blockSize !== start) throw reject('start is not proc_grid_rank * block_size')
}

/** Whatever has the buffer interface passes for indices, floats and the wrong number of them included. */
function checkUnstructured(dim: Dictionary): void {
  if (dim.indices === undefined) throw reject('indices is missing')
  if (!hasBufferInterface(dim.indices)) throw reject('indices has no buffer interface')
  if (dim.one_to_one !== undefined && typeof dim.one_to_one !== 'boolean') throw reject('one_to_one is no bool')
}

/** `isinstance(x, int)`: bools are ints. */
function pythonInt(value: unknown): number | undefined {
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value)
  return Number.isInteger(value) ? (value as number) : undefined
}

/** What an int can be compared with. */
function pythonNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : pythonInt(value)
}

/** The value is not one that Python counts as false. */
function isTruthy(value: unknown): boolean {
  if (isArray(value)) return value.length > 0
  if (ArrayBuffer.isView(value)) return byteLengthOf(value) > 0
  const dict = dictOf(value)
  return dict ? keysOf(dict).length > 0 : Boolean(value)
}

function hasBufferInterface(value: unknown): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer
}

function dictOf(value: unknown): Dictionary | undefined {
  return value instanceof ArrayBuffer ? undefined : new Reader().asObject(value)
}

function keysOf(dict: Dictionary): string[] {
  return Object.keys(dict).filter((key) => dict[key] !== undefined)
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
