import type { IndexArray } from '../dim-data.js'
import { bufferOf, byteOffsetOf, lengthOf, typedArrayName } from '../memory.js'

/** Global indices as numbers. */
export type NumberArray = Exclude<IndexArray, BigInt64Array | BigUint64Array> | Float64Array

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

type View = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => NumberArray
const views: { readonly [name: string]: View } = {
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
}

/**
 * Return global indices as numbers: 64-bit ones as a copy, others over the same memory.
 *
 * Not collective.
 *
 * @param indices Any integers, even where the array says that it is longer than it is; those that are not safe lose their
 *                low digits, and are not safe afterwards either.
 * @returns       A new typed array, shape [n].
 */
export function numbersOf(indices: IndexArray): NumberArray {
  const n = lengthOf(indices)
  if (n === 0) return new Float64Array(0)
  const name = typedArrayName(indices)!
  const start = byteOffsetOf(indices)
  const NarrowView = views[name]
  if (NarrowView) return new NarrowView(bufferOf(indices), start, n)
  // Reading a 64-bit element makes a BigInt, which takes several times as long as reading its halves.
  const halves = new Uint32Array(bufferOf(indices), start, 2 * n)
  const signed = name === 'BigInt64Array' ? new Int32Array(bufferOf(indices), start, 2 * n) : halves
  const [low, high] = isLittleEndian ? [0, 1] : [1, 0]
  const numbers = new Float64Array(n)
  for (let i = 0; i < n; i++) numbers[i] = signed[2 * i + high]! * 0x1_0000_0000 + halves[2 * i + low]!
  return numbers
}
