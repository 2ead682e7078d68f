import type { Element } from '../../array/element.js'
import { NDArray } from '../../array/nd-array.js'
import { keyOf } from '../../array/random/seed-sequence.js'
import { fillRandom, type RandomRequest } from '../../bindings/random.js'
import { type DType, type TypedArray, typedArrayFor } from '../../protocol/index.js'
import { valueAt } from './values.js'

/** Elements of a whole array, row-major, and its shape. */
export interface Plain {
  readonly shape: readonly number[]
  readonly values: readonly Element[]
}

const product = (extents: readonly number[]): number => extents.reduce((n, extent) => n * extent, 1)

/** An array whose elements tell where they are. */
export function numbered(shape: readonly number[], dtype: DType): Plain {
  return { shape, values: Array.from({ length: product(shape) }, (_, n) => valueAt(dtype, n)) }
}

/** As `fromArray` takes it. */
export function ndArrayOf({ shape, values }: Plain, dtype: DType): NDArray {
  const components = values.flatMap((value) => (typeof value === 'object' ? [value.re, value.im] : [value]))
  const data: TypedArray = new (typedArrayFor(dtype))(components.length)
  components.forEach((value, k) => {
    data[k] = (typeof value === 'boolean' ? Number(value) : value) as never
  })
  return new NDArray(shape, dtype, data as never)
}

/** The indices that draw number `draw` of a stream is made of, made by one process. */
export function drawnBy(
  { seed, path }: { seed: bigint; path: readonly number[] },
  draw: number,
  request: Omit<RandomRequest, 'source'>,
  size: number,
): number[] {
  const out = new BigInt64Array(size)
  const source = BigUint64Array.of(...keyOf(seed, path), BigInt(draw))
  fillRandom({ ...request, source }, 'int64', [size], [{ start: 0, step: 0, width: Math.max(1, size), count: size }], out)
  return Array.from(out, Number)
}

/** What an array has at some indices along an axis, which dimensions of extents `chosen` replace. */
export function takenFrom({ shape, values }: Plain, axis: number, indices: readonly number[], chosen: readonly number[]): Plain {
  const before = shape.slice(0, axis)
  const after = shape.slice(axis + 1)
  const [rows, row] = [product(before), product(after)]
  const taken: Element[] = []
  for (let i = 0; i < rows; i++)
    for (const index of indices)
      for (let j = 0; j < row; j++) taken.push(values[(i * (shape[axis] as number) + index) * row + j] as Element)
  return { shape: [...before, ...chosen, ...after], values: taken }
}

/** An array that came back. */
export function plainOf(array: NDArray): Plain {
  const { shape, size, data, dtype } = array
  const width = dtype.startsWith('complex') ? 2 : 1
  const values = Array.from({ length: size }, (_, k): Element => {
    const [first, second] = [data[width * k], data[width * k + 1]]
    if (width === 2) return { re: first as number, im: second as number }
    return dtype === 'bool' ? first === 1 : (first as number | bigint)
  })
  return { shape: [...shape], values }
}

/** As the dtype stores them. */
export function stored(plain: Plain, dtype: DType): Plain {
  return plainOf(ndArrayOf(plain, dtype))
}

/** A number that says what all values are, in order. */
export function digest(values: ArrayLike<number | bigint>): number {
  let hash = 17
  const bits = new DataView(new ArrayBuffer(8))
  for (let i = 0; i < values.length; i++) {
    bits.setFloat64(0, Number(values[i]))
    hash = (Math.imul(hash, 31) + (bits.getInt32(0) ^ bits.getInt32(4))) | 0
  }
  return hash
}
