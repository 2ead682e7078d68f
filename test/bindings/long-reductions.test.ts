// Runs around the lengths at which reductions and scans change their way through memory: chunks of 1 KiB, groups of 512 of them, and
// lines that are written past the caches.
import t from 'tap'
import { Block } from '../../bindings/block.js'
import { evaluate } from '../../bindings/kernels.js'
import { reductionFold } from '../../bindings/reductions.js'
import { scan } from '../../bindings/scan.js'
import { type DType, itemSize, type TypedArray, typedArrayFor } from '../../protocol/dtype.js'
import { newStates, reductionNamed } from '../support/reductions.js'

const integers = ['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'] as const
const floats = ['float32', 'float64'] as const
const numbers: readonly DType[] = [...integers, ...floats]

function lengthsOf(dtype: DType): number[] {
  const chunk = 1024 / itemSize(dtype)
  const group = 512 * chunk
  return [chunk - 1, chunk, chunk + 1, 8 * chunk + 5, group - 1, group, group + 1, 2 * group + chunk + 3]
}

/** Small integers, in memory that begins `offset` elements behind a multiple of 64 bytes. */
function elements(dtype: DType, length: number, offset = 0): TypedArray {
  const { buffer } = Block.allocate((length + offset) * itemSize(dtype))
  const array = new (typedArrayFor(dtype))(buffer, offset * itemSize(dtype), length)
  for (let i = 0; i < length; i++) {
    const value = (i * 7 + 3) % 13
    array[i] = dtype.endsWith('64') && dtype !== 'float64' ? BigInt(value) : value
  }
  return array
}

function set(array: TypedArray, at: number, value: number): void {
  array[at] = typeof array[0] === 'bigint' ? BigInt(value) : value
}

function fold(name: string, dtype: DType, array: TypedArray, indices?: BigInt64Array): TypedArray[] {
  const reduction = reductionNamed(name, dtype)
  const states = newStates(reduction)
  reductionFold(reduction, indices ? [array, indices] : [array], states)
  return states
}

/** With indices start, start + step, ... that are in no memory. */
function foldCounted(name: string, dtype: DType, array: TypedArray, start: number, step: number): TypedArray[] {
  const reduction = reductionNamed(name, dtype)
  const states = newStates(reduction)
  const dtypes: readonly DType[] = [dtype, 'int64']
  evaluate({
    shape: [array.length],
    inputs: [
      { view: array, dtype, offset: 0, strides: [itemSize(dtype)] },
      { dim: 0, start, step },
    ],
    constants: [],
    steps: new Int32Array(0),
    outputs: [],
    reductions: [
      { reduction, registers: [0, 1], state: states.map((view, k) => ({ view, dtype: dtypes[k] as DType, offset: 0, strides: [0] })) },
    ],
  })
  return states
}

/** First, last, and on both sides of each quarter of the first group. */
function places(dtype: DType, length: number): number[] {
  const quarter = (128 * 1024) / itemSize(dtype)
  const inner = [1, 2, 3, 4].flatMap((k) => [k * quarter - 1, k * quarter])
  return [0, ...inner.filter((place) => place < length - 1), length - 1]
}

for (const dtype of numbers) {
  t.test(`sums and extrema of ${dtype}`, async (t) => {
    for (const length of lengthsOf(dtype))
      for (const offset of [0, 1]) {
        const array = elements(dtype, length, offset)
        let total = 0
        for (let i = 0; i < length; i++) total += (i * 7 + 3) % 13
        t.equal(Number(fold('sum', dtype, array)[0]?.[0]), total, `sum of ${length}`)
        t.equal(Number(fold('min', dtype, array)[0]?.[0]), 0)
        for (const place of places(dtype, length)) {
          const before = Number(array[place])
          set(array, place, 100)
          const [most, count] = fold('max', dtype, array)
          t.same([Number(most?.[0]), Number(count?.[0])], [100, length], `max of ${length} at ${place}`)
          t.equal(Number(foldCounted('argmax', dtype, array, 5, 3)[1]?.[0]), 5 + 3 * place, `argmax of ${length} at ${place}`)
          set(array, place, before)
        }
      }
  })
}

t.test('the lowest index of several, wherever they are', async (t) => {
  for (const dtype of ['bool', ...numbers] as const) {
    const length = (lengthsOf(dtype).at(-1) as number) | 0
    const array = new (typedArrayFor(dtype))(length)
    const chosen = places(dtype, length)
    for (const place of chosen.toReversed()) {
      set(array, place, 1)
      t.equal(Number(foldCounted('argmax', dtype, array, 0, 1)[1]?.[0]), place, `${dtype} at ${place}`)
      // Counted backwards the last one has the lowest index.
      t.equal(Number(foldCounted('argmax', dtype, array, length, -1)[1]?.[0]), length - (length - 1))
    }
    const indices = BigInt64Array.from({ length }, (_, i) => BigInt(i))
    t.equal(fold('argmax', dtype, array, indices)[1]?.[0], 0n)
    t.equal(Number(foldCounted('argmin', dtype, array, 0, 1)[1]?.[0]), 1)
  }
})

t.test('NaN, infinities and zeros of both signs in long runs', async (t) => {
  for (const dtype of floats)
    for (const length of lengthsOf(dtype))
      for (const place of places(dtype, length)) {
        const array = elements(dtype, length)
        array[place] = Number.NaN
        t.ok(Number.isNaN(fold('max', dtype, array)[0]?.[0]), `max of ${length}, NaN at ${place}`)
        t.ok(Number.isNaN(fold('sum', dtype, array)[0]?.[0]))
        t.equal(fold('fmax', dtype, array)[0]?.[0], 12)
        t.equal(Number(foldCounted('argmin', dtype, array, 0, 1)[1]?.[0]), place)
        array[place] = Number.NEGATIVE_INFINITY
        t.equal(fold('sum', dtype, array)[0]?.[0], Number.NEGATIVE_INFINITY)
        t.equal(fold('min', dtype, array)[0]?.[0], Number.NEGATIVE_INFINITY)
        array.fill(-0 as never)
        t.ok(Object.is(fold('max', dtype, array)[0]?.[0], -0))
        array[place] = 0
        t.ok(Object.is(fold('max', dtype, array)[0]?.[0], 0), `0 among -0 at ${place} of ${length}`)
        t.ok(Object.is(fold('min', dtype, array)[0]?.[0], length === 1 ? 0 : -0))
      }
})

t.test('any, all and count', async (t) => {
  for (const length of lengthsOf('bool'))
    for (const place of places('bool', length)) {
      const array = new Uint8Array(length)
      t.same([fold('any', 'bool', array)[0]?.[0], Number(fold('count', 'bool', array)[0]?.[0])], [0, 0])
      array[place] = 1
      t.same([fold('any', 'bool', array)[0]?.[0], Number(fold('count', 'bool', array)[0]?.[0])], [1, 1])
      array.fill(1)
      t.same([fold('all', 'bool', array)[0]?.[0], Number(fold('count', 'bool', array)[0]?.[0])], [1, length])
      array[place] = 0
      t.same([fold('all', 'bool', array)[0]?.[0], Number(fold('count', 'bool', array)[0]?.[0])], [0, length - 1])
    }
})

t.test('sums and moments keep the digits', async (t) => {
  for (const length of [...lengthsOf('float64'), 200_001]) {
    const array = Float64Array.from({ length }, (_, i) => 1e6 + ((i * 2654435761) % 1000003) / 1000003)
    // Exact, as multiples of 2^-40.
    let exact = 0n
    for (let i = 0; i < length; i++) {
      array[i] = Math.round((array[i] as number) * 2 ** 20) / 2 ** 20
      exact += BigInt((array[i] as number) * 2 ** 20)
    }
    const sum = Number(exact) / 2 ** 20
    const found = fold('sum', 'float64', array)[0]?.[0] as number
    t.ok(Math.abs(found - sum) <= 4 * Number.EPSILON * sum, `sum of ${length}: ${found}, exactly ${sum}`)
    let squares = 0n // of the distances from the mean, times length and 2^40
    for (const x of array) {
      const distance = BigInt(length) * BigInt(x * 2 ** 20) - exact
      squares += distance * distance
    }
    const m2 = Number(squares / BigInt(length) ** 2n) / 2 ** 40
    const [count, mean, state] = fold('moments', 'float64', array) as [BigInt64Array, Float64Array, Float64Array]
    t.equal(Number(count[0]), length)
    t.ok(Math.abs((mean[0] as number) - sum / length) <= 2 * Number.EPSILON * 1e6, `mean of ${length}`)
    t.ok(Math.abs((state[0] as number) - m2) <= 1e-10 * m2 + 1e-9, `m2 of ${length}: ${state[0]}, exactly ${m2}`)
    const pairs = Float64Array.from({ length: 2 * length }, (_, i) => (i % 2 === 0 ? i % 5 : -(i % 7)))
    const parts = [0, 0]
    for (let i = 0; i < pairs.length; i++) parts[i % 2] = (parts[i % 2] as number) + (pairs[i] as number)
    t.same(Array.from(fold('sum', 'complex128', pairs)[0] as Float64Array), parts, `complex sum of ${length}`)
  }
})

t.test('a run that jumps keeps its variance', async (t) => {
  const length = 200_000
  const array = Float64Array.from({ length }, (_, i) => (i < 100_000 ? i % 2 : 1e9 + (i % 2)))
  const m2 = fold('moments', 'float64', array)[2]?.[0] as number
  const exact = (length * 1e18) / 4 + length / 4
  t.ok(Math.abs(m2 - exact) <= 1e-13 * exact, `${m2}, exactly ${exact}`)
})

t.test('running values of lines that do not fit the caches', async (t) => {
  const length = 700_001
  for (const dtype of ['float64', 'float32', 'complex128'] as const) {
    const width = dtype === 'complex128' ? 2 : 1
    const size = itemSize(dtype)
    const input = Block.allocate(length * size)
    const kind = typedArrayFor(dtype)
    const x = new kind(input.buffer, 0, length * width)
    // Sums stay integers that float32 holds.
    for (let i = 0; i < x.length; i++) x[i] = i % 3 === 0 ? 1 : i % 3 === 1 ? -1 : i % 32 === 0 ? 1 : 0
    const expected = new kind(length * width)
    for (let i = 0; i < expected.length; i++) expected[i] = Number(x[i]) + (i < width ? 5 : Number(expected[i - width]))
    const carry = new kind(width).fill(5 as never)
    const output = Block.allocate((length + 1) * size)
    for (const offset of [0, 1, 'in place'] as const) {
      const view = offset === 'in place' ? x : new kind(output.buffer, offset * size, length * width)
      const totals = carry.slice()
      scan('add', dtype, { view: x, offset: 0, strides: [size] }, { view, offset: 0, strides: [size] }, [length], 0, totals, totals)
      t.equal(Buffer.compare(bytesOf(view), bytesOf(expected)), 0, `${dtype}, output at ${offset}`)
      t.same(totals, expected.subarray(-width))
    }
    input.free()
    output.free()
  }
})

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
