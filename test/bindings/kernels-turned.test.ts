// Programs whose rows are short and many, which are walked along their longest dimension, against loops.
import fc from 'fast-check'
import t from 'tap'
import { evaluate, type KernelMemory } from '../../bindings/kernels.js'
import { kernelReductions } from '../../bindings/reductions.js'
import { product } from '../../protocol/integers.js'
import { opcode } from '../support/kernel-loops.js'
import { holds } from '../support/property.js'
import { newStates, reductionNamed } from '../support/reductions.js'

const f64 = 'float64'

/** Memory over some of the dimensions, which lie in any order. */
function layout(dims: readonly number[], shape: readonly number[], order: readonly number[]): { strides: number[]; length: number } {
  const strides = shape.map(() => 0)
  let length = 1
  for (const d of order) {
    if (!dims.includes(d)) continue
    strides[d] = 8 * length
    length *= shape[d] as number
  }
  return { strides, length }
}

function* indices(shape: readonly number[]): Generator<number[]> {
  for (let i = 0; i < product(shape); i++) {
    let left = i
    const index = shape.map(() => 0)
    for (let d = shape.length - 1; d >= 0; d--) {
      index[d] = left % (shape[d] as number)
      left = Math.floor(left / (shape[d] as number))
    }
    yield index
  }
}

const shapes = [
  [700, 3, 5],
  [3, 700, 4],
  [257, 16],
  [1300, 2],
  [4, 9, 300],
  [2, 641, 1, 8],
  [40, 3],
] as const
const some = (ndim: number): fc.Arbitrary<number[]> => fc.subarray([...Array(ndim).keys()])
const anyOrder = (ndim: number): fc.Arbitrary<number[]> => fc.shuffledSubarray([...Array(ndim).keys()], { minLength: ndim })

const cases = fc.constantFrom(...shapes).chain((shape) =>
  fc.record({
    shape: fc.constant<readonly number[]>(shape),
    inputs: fc.tuple(some(shape.length), some(shape.length)),
    kept: fc.tuple(some(shape.length), some(shape.length), some(shape.length)),
    orders: fc.array(anyOrder(shape.length), { minLength: 5, maxLength: 5 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  }),
)

t.test('sums, least elements and where they are, of products that broadcast', async (t) => {
  const [multiply, add] = [opcode('multiply', f64, f64), opcode('add', f64, f64)]
  holds(
    t,
    'as loops',
    fc.property(cases, ({ shape, inputs, kept, orders, seed }) => {
      const factors = inputs.map((dims, k): KernelMemory => {
        const { strides, length } = layout(dims, shape, orders[k] as number[])
        // Small integers, whose sums are exact in any order.
        const view = Float64Array.from({ length }, (_, i) => ((i * 7919 * seed) % 23) - 11)
        return { view, dtype: f64, offset: 0, strides }
      })
      const names = ['sum', 'min', 'argmin'] as const
      const reductions = names.map((name, r) => {
        const reduction = name === 'argmin' ? reductionNamed(name, f64, 'int64') : reductionNamed(name, f64)
        const { strides, length } = layout(kept[r] as number[], shape, orders[r + 2] as number[])
        const state = newStates(reduction, length).map(
          (view, c): KernelMemory => ({ view, dtype: kernelReductions()[reduction]!.state[c]!, offset: 0, strides }),
        )
        // Register 2 is an index, 3 the product and 4 the product and its second factor.
        return { reduction, registers: [[4], [3], [3, 2]][r] as number[], state }
      })
      const wanted = reductions.map(() => new Map<number, { value: number; first: number }>())
      for (const index of indices(shape)) {
        const place = (strides: readonly number[]): number => strides.reduce((sum, stride, d) => sum + stride * index[d]!, 0) / 8
        const [x, y] = factors.map(({ view, strides }) => (view as Float64Array)[place(strides)] as number) as [number, number]
        for (const [r, found] of wanted.entries()) {
          const at = place(reductions[r]!.state[0]!.strides)
          const old = found.get(at) ?? { value: r === 0 ? 0 : Number.POSITIVE_INFINITY, first: Number.POSITIVE_INFINITY }
          const value = r === 0 ? old.value + x * y + y : Math.min(old.value, x * y)
          const first = x * y < old.value ? (index[0] as number) : x * y === old.value ? Math.min(old.first, index[0] as number) : old.first
          found.set(at, { value, first })
        }
      }
      const steps = Int32Array.of(multiply, 0, 1, -1, add, 3, 1, -1)
      evaluate({ shape, inputs: [...factors, { dim: 0, start: 0, step: 1 }], constants: [], steps, outputs: [], reductions })
      return wanted.every((found, r) => {
        const [values, positions] = reductions[r]!.state.map(({ view }) => view as Float64Array | BigInt64Array)
        return [...found].every(([at, { value, first }]) => Number(values![at]) === value && (r < 2 || Number(positions![at]) === first))
      })
    }),
    { numRuns: 300 },
  )
})

t.test('the sum of a row does not depend on how many rows there are', async (t) => {
  const sum = reductionNamed('sum', f64)
  for (const columns of [2, 5, 7, 8]) {
    const data = Float64Array.from({ length: 3000 * columns }, (_, i) => Math.sin(i) * 10 ** (i % 7))
    const sums = (first: number, count: number): number[] => {
      const state = newStates(sum, count)
      const view = data.subarray(first * columns, (first + count) * columns)
      evaluate({
        shape: [count, columns],
        inputs: [{ view, dtype: f64, offset: 0, strides: [8 * columns, 8] }],
        constants: [],
        steps: new Int32Array(0),
        outputs: [],
        reductions: [{ reduction: sum, registers: [0], state: [{ view: state[0]!, dtype: f64, offset: 0, strides: [8, 0] }] }],
      })
      return [...(state[0] as Float64Array)]
    }
    const together = sums(0, 3000)
    const apart = [1, 2, 3, 100, 255, 256, 257, 700].map((count) => sums(13, count))
    for (const some of apart) t.same(some, together.slice(13, 13 + some.length), `${some.length} rows of ${columns}`)
  }
})

t.test('results in place and beside it, of rows that have something in common', async (t) => {
  const subtract = opcode('subtract', f64, f64)
  for (const [rows, columns] of [
    [1000, 3],
    [641, 16],
    [300, 32],
    [5, 3],
  ] as const) {
    const x = Float64Array.from({ length: rows * columns }, (_, i) => i % 101)
    const wanted = x.map((value, i) => value - (i % columns) - Math.floor(i / columns))
    const inputs: KernelMemory[] = [
      { view: x, dtype: f64, offset: 0, strides: [8 * columns, 8] },
      { view: Float64Array.from({ length: columns }, (_, j) => j), dtype: f64, offset: 0, strides: [0, 8] },
      { view: Float64Array.from({ length: rows }, (_, i) => i), dtype: f64, offset: 0, strides: [8, 0] },
    ]
    const steps = Int32Array.of(subtract, 0, 1, -1, subtract, 3, 2, -1)
    for (const view of [new Float64Array(x.length), x]) {
      const memory = { view, dtype: f64, offset: 0, strides: [8 * columns, 8] } as const
      evaluate({ shape: [rows, columns], inputs, constants: [], steps, outputs: [{ register: 4, memory }], reductions: [] })
      t.same(view, wanted, `${rows} rows of ${columns}`)
    }
  }
})
