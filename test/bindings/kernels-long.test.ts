// What only long arrays have: loops that ask early for what follows, and outputs that are written past the caches.
import t from 'tap'
import { NDArray } from '../../array/nd-array.js'
import { evaluate, type KernelMemory, kernelLoops } from '../../bindings/kernels.js'
import { type DType, typedArrayFor } from '../../protocol/dtype.js'
import { opcode, runLoop } from '../support/kernel-loops.js'

const f64 = 'float64'
const add = opcode('add', f64, f64)
const multiply = opcode('multiply', f64, f64)
const less = opcode('less', f64, f64)

function memory(view: Float64Array | Uint8Array, strides: readonly number[] = [view.BYTES_PER_ELEMENT], start = 0): KernelMemory {
  return { view, dtype: view instanceof Uint8Array ? 'bool' : f64, offset: start * view.BYTES_PER_ELEMENT, strides: [...strides] }
}

function counted(n: number, first: number): Float64Array {
  const result = new Float64Array(n)
  for (let i = 0; i < n; i++) result[i] = first + i
  return result
}

/** The first index where two lists differ, or -1. */
function difference(found: ArrayLike<number>, wanted: (i: number) => number): number {
  for (let i = 0; i < found.length; i++) if (found[i] !== wanted(i)) return i
  return -1
}

/** Elements `from` to `to` of a long array, the same for each of its parts. */
function part(dtype: DType, from: number, to: number): NDArray {
  const width = dtype.startsWith('complex') ? 2 : 1
  const data = new (typedArrayFor(dtype))((to - from) * width)
  const isFloat = dtype.startsWith('float') || dtype.startsWith('complex')
  for (let i = 0; i < data.length; i++) {
    const k = Math.imul(from * width + i, 2654435761) >>> 8
    const value = dtype === 'bool' ? k % 2 : isFloat ? ((k % 4001) - 2000) / 64 : k % 100
    data[i] = typeof data[i] === 'bigint' ? BigInt(value) : value
  }
  return new NDArray([to - from], dtype, data)
}

const bytesOf = ({ data }: NDArray): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

t.test('every loop gives the same for long and for short arrays', async (t) => {
  // Not a whole number of tiles, nor of vectors.
  const length = 16 * 1024 + 45
  for (const [position, { name, inputs }] of kernelLoops().entries()) {
    const operands = (from: number, to: number): NDArray[] => inputs.map((dtype) => part(dtype, from, to))
    const whole = bytesOf(runLoop(position, operands(0, length)))
    const pieces: Uint8Array[] = []
    for (let at = 0; at < length; at += 1000) pieces.push(bytesOf(runLoop(position, operands(at, Math.min(at + 1000, length)))))
    if (Buffer.compare(Buffer.concat(pieces), whole) !== 0) t.fail(`${name}(${inputs as readonly DType[]})`)
  }
  t.pass('all were compared')
})

t.test('outputs past the caches', async (t) => {
  for (const [start, more] of [
    [0, 0],
    [1, 7],
    [5, 1],
    [7, 63],
    [3, 517],
  ] as const) {
    const n = 3_000_000 + more
    const a = counted(n + 3, 0.5)
    const b = counted(n, -7)
    const sum = new Float64Array(n + 16).fill(-1)
    const holds = new Uint8Array(n + 16).fill(9)
    const copy = new Float64Array(n + 1).fill(-1)
    evaluate({
      shape: [n],
      inputs: [memory(a, [8], 3), memory(b)],
      constants: [{ dtype: f64, value: 1e6 }],
      steps: Int32Array.of(add, 0, 1, -1, less, 3, 2, -1),
      outputs: [
        { register: 3, memory: memory(sum, [8], start) },
        { register: 4, memory: memory(holds, [1], start) },
        { register: 1, memory: memory(copy, [8], 1) },
      ],
      reductions: [],
    })
    const wanted = (i: number): number => 3.5 + i + (i - 7)
    const within = (i: number): boolean => i >= start && i < start + n
    t.equal(
      difference(sum, (i) => (within(i) ? wanted(i - start) : -1)),
      -1,
      `a sum of ${n} from ${start} on, and nothing beside it`,
    )
    t.equal(
      difference(holds, (i) => (within(i) ? Number(wanted(i - start) < 1e6) : 9)),
      -1,
      'a comparison',
    )
    t.equal(
      difference(copy, (i) => (i === 0 ? -1 : i - 8)),
      -1,
      'an input as it is',
    )
  }
})

t.test('outputs in rows', async (t) => {
  for (const [rows, columns] of [
    [3001, 1001],
    [1_000_000, 3],
  ] as const) {
    const n = rows * columns
    const a = counted(n, 1)
    const wide = new Float64Array(rows * (columns + 2)).fill(-1)
    const dense = new Float64Array(n).fill(-1)
    for (const [result, row] of [
      [wide, columns + 2],
      [dense, columns],
    ] as const) {
      const layout = [8 * row, 8]
      const twice = [8 * columns, 8]
      evaluate({
        shape: [rows, columns],
        inputs: [memory(a, twice), memory(counted(columns, 0), [0, 8]), memory(counted(n, 0), twice)],
        constants: [],
        steps: Int32Array.of(multiply, 0, 1, -1, add, 3, 2, -1),
        outputs: [{ register: 4, memory: memory(result, layout) }],
        reductions: [],
      })
      const wanted = (i: number): number => {
        const [r, c] = [Math.floor(i / row), i % row]
        const k = r * columns + c
        return c < columns ? (k + 1) * c + k : -1
      }
      t.equal(difference(result, wanted), -1, `${rows} rows of ${columns}, ${8 * row} bytes apart`)
    }
  }
})

t.test('outputs that are inputs', async (t) => {
  const n = 5_000_001
  const a = counted(n, 0)
  const b = counted(n, 10)
  const result = new Float64Array(n)
  const program = {
    shape: [n],
    inputs: [memory(a), memory(b)],
    constants: [],
    steps: Int32Array.of(add, 0, 1, -1, multiply, 2, 0, -1),
    reductions: [],
  }
  evaluate({
    ...program,
    outputs: [
      { register: 2, memory: memory(a) },
      { register: 3, memory: memory(result) },
      { register: 0, memory: memory(b) },
    ],
  })
  t.equal(
    difference(a, (i) => i + (i + 10)),
    -1,
    'a sum in place',
  )
  t.equal(
    difference(result, (i) => (i + (i + 10)) * i),
    -1,
    'what is computed from both',
  )
  t.equal(
    difference(b, (i) => i),
    -1,
    'an input into the other one',
  )
})
