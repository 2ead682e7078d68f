import type { DType } from '../protocol/dtype.js'
import { ArgumentError, expected } from '../protocol/errors.js'

/** A complex number as one element of a complex array. */
export interface Complex {
  readonly re: number
  readonly im: number
}

/** The JavaScript value of one element of each dtype: 64-bit integers are bigint, so that none is rounded. */
export interface ElementTypes {
  bool: boolean
  int8: number
  int16: number
  int32: number
  int64: bigint
  uint8: number
  uint16: number
  uint32: number
  uint64: bigint
  float32: number
  float64: number
  complex64: Complex
  complex128: Complex
}

/** The JavaScript value of one element of dtype `D`. */
export type Element<D extends DType = DType> = ElementTypes[D]

/** Reads and writes one element at a byte of a view. */
export interface ElementCodec<T> {
  /** Components in the typed array per element: 2 for complex, else 1. */
  readonly width: 1 | 2
  read(view: DataView, at: number): T
  write(view: DataView, at: number, value: T): void
  /** @throws {ArgumentError} The dtype cannot hold `value`. */
  check(value: unknown): void
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

type NumberKind = 'Int8' | 'Int16' | 'Int32' | 'Uint8' | 'Uint16' | 'Uint32' | 'Float32' | 'Float64'

function stored(kind: NumberKind): Omit<ElementCodec<number>, 'check'> {
  return {
    width: 1,
    read: (view, at) => view[`get${kind}`](at, isLittleEndian),
    write: (view, at, value) => view[`set${kind}`](at, value, isLittleEndian),
  }
}

function requireValue(holds: boolean, what: string, value: unknown): void {
  if (!holds) throw new ArgumentError(expected(what, 'value', value))
}

function integer(kind: NumberKind, low: number, high: number): ElementCodec<number> {
  const holds = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= low && (value as number) <= high
  return { ...stored(kind), check: (value) => requireValue(holds(value), `an integer in [${low}, ${high}]`, value) }
}

function bigInteger(kind: 'BigInt64' | 'BigUint64', low: bigint, high: bigint): ElementCodec<bigint> {
  const holds = (value: unknown): boolean => typeof value === 'bigint' && value >= low && value <= high
  return {
    width: 1,
    read: (view, at) => view[`get${kind}`](at, isLittleEndian),
    write: (view, at, value) => view[`set${kind}`](at, value, isLittleEndian),
    check: (value) => requireValue(holds(value), `a bigint in [${low}, ${high}]`, value),
  }
}

function real(kind: NumberKind): ElementCodec<number> {
  return { ...stored(kind), check: (value) => requireValue(typeof value === 'number', 'a number', value) }
}

function complex(kind: 'Float32' | 'Float64', partBytes: number): ElementCodec<Complex> {
  const part = stored(kind)
  const holds = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    're' in value &&
    'im' in value &&
    typeof value.re === 'number' &&
    typeof value.im === 'number'
  return {
    width: 2,
    read: (view, at) => ({ re: part.read(view, at), im: part.read(view, at + partBytes) }),
    write: (view, at, { re, im }) => {
      part.write(view, at, re)
      part.write(view, at + partBytes, im)
    },
    check: (value) => requireValue(holds(value), 'a complex number { re, im }', value),
  }
}

const codecs: { readonly [D in DType]: ElementCodec<ElementTypes[D]> } = {
  bool: {
    width: 1,
    read: (view, at) => view.getUint8(at) !== 0,
    write: (view, at, value) => view.setUint8(at, value ? 1 : 0),
    check: (value) => requireValue(typeof value === 'boolean', 'a boolean', value),
  },
  int8: integer('Int8', -(2 ** 7), 2 ** 7 - 1),
  int16: integer('Int16', -(2 ** 15), 2 ** 15 - 1),
  int32: integer('Int32', -(2 ** 31), 2 ** 31 - 1),
  int64: bigInteger('BigInt64', -(2n ** 63n), 2n ** 63n - 1n),
  uint8: integer('Uint8', 0, 2 ** 8 - 1),
  uint16: integer('Uint16', 0, 2 ** 16 - 1),
  uint32: integer('Uint32', 0, 2 ** 32 - 1),
  uint64: bigInteger('BigUint64', 0n, 2n ** 64n - 1n),
  float32: real('Float32'),
  float64: real('Float64'),
  complex64: complex('Float32', 4),
  complex128: complex('Float64', 8),
}

/**
 * Return how elements of `dtype` are read and written.
 *
 * Not collective.
 */
export function codecOf<D extends DType>(dtype: D): ElementCodec<Element<D>> {
  return codecs[dtype]
}

/**
 * Return the element 0 or 1 of a dtype; false or true for bool.
 *
 * Not collective.
 */
export function constantOf(dtype: DType, value: 0 | 1): Element {
  if (dtype === 'bool') return value === 1
  if (dtype === 'int64' || dtype === 'uint64') return BigInt(value)
  return dtype.startsWith('complex') ? { re: value, im: 0 } : value
}

/** What can be given for one element: numbers without a fraction for 64-bit integers too, and real numbers for complex ones. */
export type ElementLike<D extends DType = DType> = D extends 'int64' | 'uint64'
  ? bigint | number
  : D extends 'complex64' | 'complex128'
    ? Complex | number
    : Element<D>

/**
 * Return what was given for an element as one.
 *
 * Not collective.
 *
 * @throws {ArgumentError} The dtype cannot hold `value`.
 */
export function elementLike<D extends DType>(dtype: D, value: unknown): Element<D> {
  const given = typeof value === 'number' ? widened(dtype, value) : value
  codecOf(dtype).check(given)
  return given as Element<D>
}

function widened(dtype: DType, value: number): Element {
  if (dtype === 'int64' || dtype === 'uint64') return Number.isInteger(value) ? BigInt(value) : value
  return dtype === 'complex64' || dtype === 'complex128' ? { re: value, im: 0 } : value
}
