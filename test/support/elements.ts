import type { Op } from '../../bindings/comm/op.js'
import { type DType, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'

/** One element in plain JavaScript: complex as a pair, 64-bit integers as bigint. */
export type Scalar = number | bigint | readonly [number, number]

const isComplex = (dtype: DType) => dtype.startsWith('complex')
const isWide = (dtype: DType) => dtype === 'int64' || dtype === 'uint64'
const isFloat = (dtype: DType) => dtype.startsWith('float')

/** The ops that are defined on a dtype, by MPI's own table. */
export function opsOf(dtype: DType): Op[] {
  if (dtype === 'bool') return ['land', 'lor', 'lxor']
  if (isComplex(dtype)) return ['sum', 'prod']
  if (isFloat(dtype)) return ['sum', 'prod', 'min', 'max']
  return ['sum', 'prod', 'min', 'max', 'land', 'lor', 'lxor', 'band', 'bor', 'bxor']
}

/** A small value that differs between ranks and positions; exact in every dtype. */
export function scalar(dtype: DType, rank: number, i: number): Scalar {
  const value = (rank * 7 + i * 3 + rank * i) % 5
  if (dtype === 'bool') return value % 2
  if (isComplex(dtype)) return [value - 2, (rank + i) % 3]
  const signed = dtype.startsWith('u') ? value : value - 2
  return isWide(dtype) ? BigInt(signed) : signed
}

/** Scalars in a typed array that starts at an odd element of its buffer, so that offsets are tested everywhere. */
export function pack(dtype: DType, scalars: readonly Scalar[]): TypedArray {
  const flat = scalars.flat() as (number | bigint)[]
  const type = typedArrayFor(dtype)
  const view = new type(new ArrayBuffer((flat.length + 1) * type.BYTES_PER_ELEMENT), type.BYTES_PER_ELEMENT)
  flat.forEach((value, i) => {
    view[i] = value
  })
  return view as TypedArray
}

/** A part of this rank: elements `start`, ..., `start + n - 1` of its own sequence. */
export function part(dtype: DType, rank: number, n: number, start = 0): TypedArray {
  return pack(dtype, sequence(dtype, rank, n, start))
}

/** The scalars of {@link part}. */
export function sequence(dtype: DType, rank: number, n: number, start = 0): Scalar[] {
  return Array.from({ length: n }, (_, i) => scalar(dtype, rank, start + i))
}

/** `n` elements that no {@link scalar} is equal to. */
export function blank(dtype: DType, n: number): TypedArray {
  return pack(dtype, Array<Scalar>(n).fill(isComplex(dtype) ? [99, 99] : isWide(dtype) ? 99n : 99))
}

/** The plain computation of `op` on two scalars. */
export function combine(op: Op, a: Scalar, b: Scalar): Scalar {
  if (typeof a === 'bigint' && typeof b === 'bigint') return wide(op, a, b)
  if (typeof a === 'number' && typeof b === 'number') return narrow(op, a, b)
  const [ar, ai] = a as readonly [number, number]
  const [br, bi] = b as readonly [number, number]
  return op === 'sum' ? [ar + br, ai + bi] : [ar * br - ai * bi, ar * bi + ai * br]
}

function narrow(op: Op, a: number, b: number): number {
  switch (op) {
    case 'sum':
      return a + b
    case 'prod':
      return a * b
    case 'min':
      return Math.min(a, b)
    case 'max':
      return Math.max(a, b)
    case 'land':
      return a && b ? 1 : 0
    case 'lor':
      return a || b ? 1 : 0
    case 'lxor':
      return !a !== !b ? 1 : 0
    case 'band':
      return a & b
    case 'bor':
      return a | b
    case 'bxor':
      return a ^ b
  }
}

function wide(op: Op, a: bigint, b: bigint): bigint {
  switch (op) {
    case 'sum':
      return a + b
    case 'prod':
      return a * b
    case 'min':
      return a < b ? a : b
    case 'max':
      return a > b ? a : b
    case 'land':
      return a && b ? 1n : 0n
    case 'lor':
      return a || b ? 1n : 0n
    case 'lxor':
      return !a !== !b ? 1n : 0n
    case 'band':
      return a & b
    case 'bor':
      return a | b
    case 'bxor':
      return a ^ b
  }
}

/** The sequences of `ranks`, combined element by element in rank order; that of one rank stays as it is. */
export function combined(dtype: DType, op: Op, ranks: readonly number[], n: number, start = 0): Scalar[] {
  return sequence(dtype, ranks[0]!, n, start).map((first, i) =>
    ranks.slice(1).reduce<Scalar>((sum, rank) => combine(op, sum, scalar(dtype, rank, start + i)), first),
  )
}

/** The elements of two arrays are the same, and the first message says where they are not. */
export function difference(actual: TypedArray, wanted: TypedArray): string {
  if (actual.length !== wanted.length) return `length ${actual.length}, wanted ${wanted.length}`
  for (let i = 0; i < actual.length; i++)
    if (!Object.is(actual[i], wanted[i]) && !(actual[i] === 0 && wanted[i] === 0))
      return `entry ${i} is ${actual[i]}, wanted ${wanted[i]}: [${actual}], wanted [${wanted}]`
  return ''
}
