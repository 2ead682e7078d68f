import { type ArrayTypes, type DType, itemSize, typedArrayFor } from '../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../protocol/errors.js'
import { product } from '../protocol/integers.js'
import { type Complex, codecOf, type Element } from './element.js'

/** Elements in lists of lists; a bare element for a 0-d array. */
export type Nested<T = Element> = T | readonly Nested<T>[]

/**
 * Return the dtype that an element has when nobody says another: bool, int64 for bigints, float64, complex128.
 *
 * Not collective.
 *
 * @throws {ArgumentError} It is no element of any dtype.
 */
export function dtypeOfElement(value: unknown): DType {
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint') return 'int64'
  if (typeof value === 'number') return 'float64'
  if (typeof value === 'object' && value !== null && 're' in value && 'im' in value) return 'complex128'
  throw new ArgumentError(expected('a number, boolean, bigint or { re, im }', 'value', value))
}

/** Elements in a typed array, row-major. */
export interface Packed<D extends DType = DType> {
  readonly shape: readonly number[]
  readonly dtype: D
  readonly data: ArrayTypes[D]
}

/**
 * Pack nested lists.
 *
 * Not collective.
 *
 * @param dtype Default: that of the first element, float64 when there is none.
 * @throws {ShapeError}    Lists of different lengths side by side.
 * @throws {ArgumentError} An element that the dtype cannot hold.
 */
export function pack(nested: unknown, dtype?: DType): Packed {
  const shape: number[] = []
  let first = nested
  for (; Array.isArray(first); first = first[0]) shape.push(first.length)
  const type = dtype ?? (shape.includes(0) ? 'float64' : dtypeOfElement(first))
  const codec = codecOf(type)
  const data = new (typedArrayFor(type))(product(shape) * codec.width)
  const view = new DataView(data.buffer as ArrayBuffer)
  let at = 0
  const walk = (value: unknown, d: number): void => {
    if (d === shape.length) {
      if (Array.isArray(value)) throw new ShapeError(`Expected lists of equal depth and length but an element at depth ${d} is a list`)
      codec.check(value)
      codec.write(view, at, value as never)
      at += itemSize(type)
      return
    }
    if (!Array.isArray(value) || value.length !== shape[d])
      throw new ShapeError(
        `${expected(`a list of length ${shape[d]}`, `every part at depth ${d}`, value)}; lists side by side have to be of one length`,
      )
    for (const item of value) walk(item, d + 1)
  }
  walk(nested, 0)
  return { shape, dtype: type, data }
}

/**
 * Return one element of a typed array of elements.
 *
 * Not collective.
 *
 * @param k Its number, row-major.
 */
export function elementAt<D extends DType>(dtype: D, data: ArrayTypes[D], k: number): Element<D> {
  if (dtype === 'complex64' || dtype === 'complex128')
    return { re: data[2 * k] as number, im: data[2 * k + 1] as number } satisfies Complex as Element<D>
  return (dtype === 'bool' ? data[k] !== 0 : data[k]) as Element<D>
}

/**
 * Write elements as lists of lists.
 *
 * Not collective.
 */
export function unpack<D extends DType>({ shape, dtype, data }: Packed<D>): Nested<Element<D>> {
  let k = 0
  const walk = (d: number): Nested<Element<D>> =>
    d === shape.length ? elementAt(dtype, data, k++) : Array.from({ length: shape[d] as number }, () => walk(d + 1))
  return walk(0)
}
