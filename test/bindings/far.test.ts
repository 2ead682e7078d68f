// Extents, indices and offsets beyond 2^31 and 2^32 in the kernels. Strides of 0 repeat one element, and of long memory only the pages
// that are touched exist, so that none of it needs memory.
import t from 'tap'
import { IndexRuns } from '../../array/moving/index-runs.js'
import { copyPicked, gather, type Picked, scatter } from '../../bindings/gather.js'
import { evaluate, type KernelMemory, type KernelProgram } from '../../bindings/kernels.js'
import { scan } from '../../bindings/scan.js'
import type { DType, TypedArray } from '../../protocol/dtype.js'
import { opcode } from '../support/kernel-loops.js'
import { newStates, reductionNamed } from '../support/reductions.js'

t.setTimeout(0) // passes over 2^31 elements

const n = 2 ** 31 + 1001
const far = 2 ** 31 + 7

function repeated(view: TypedArray, dtype: DType, ndim: number): KernelMemory {
  return { view, dtype, offset: 0, strides: new Array<number>(ndim).fill(0) }
}

/** One state of a reduction of registers, over `shape`. */
function reduced(name: string, dtypes: readonly DType[], registers: readonly number[], ndim: number) {
  const reduction = reductionNamed(name, ...dtypes)
  const state = newStates(reduction)
  const types = { sum: ['int64'], count: ['int64'], argmax: ['bool', 'int64'], max: ['int64', 'int64'] } as Record<string, DType[]>
  return { state, step: { reduction, registers, state: state.map((view, i) => repeated(view, types[name]![i]!, ndim)) } }
}

t.test('reductions of more than 2^31 elements', async (t) => {
  const sum = reduced('sum', ['int8'], [0], 1)
  evaluate(program([n], [repeated(Int8Array.of(3), 'int8', 1)], [], [sum.step]))
  t.equal(sum.state[0]![0], 3n * BigInt(n), 'sum')

  // i == far: the registers are the indices, the number, and the comparison
  const steps = [opcode('equal', 'int64', 'int64'), 0, 1, -1]
  const count = reduced('count', ['bool'], [2], 1)
  const arg = reduced('argmax', ['bool', 'int64'], [2, 0], 1)
  const max = reduced('max', ['int64'], [0], 1)
  evaluate({
    ...program([n], [{ dim: 0, start: 0, step: 1 }], steps, [count.step, arg.step, max.step]),
    constants: [{ dtype: 'int64', value: BigInt(far) }],
  })
  t.equal(count.state[0]![0], 1n, 'countNonzero')
  t.equal(arg.state[1]![0], BigInt(far), 'argmax')
  t.same([max.state[0]![0], max.state[1]![0]], [BigInt(n - 1), BigInt(n)], 'maximum and the number of elements')
})

t.test('rows and columns of more than 2^31 elements', async (t) => {
  for (const shape of [
    [2, 2 ** 30 + 3],
    [2 ** 16 + 1, 2 ** 15 + 1],
  ]) {
    // the element of the last row and column only: products of comparisons, as counts
    const count = reduced('count', ['bool'], [6], 2)
    const indices = [
      { dim: 0, start: 0, step: 1 },
      { dim: 1, start: 0, step: 1 },
    ]
    const equal = opcode('equal', 'int64', 'int64')
    const steps = [equal, 0, 2, -1, equal, 1, 3, -1, opcode('logicalAnd', 'bool', 'bool'), 4, 5, -1]
    evaluate({
      ...program(shape, indices, steps, [count.step]),
      constants: shape.map((extent) => ({ dtype: 'int64' as const, value: BigInt(extent - 1) })),
    })
    t.equal(count.state[0]![0], 1n, `${shape}`)
  }
})

function program(
  shape: readonly number[],
  inputs: KernelProgram['inputs'],
  steps: readonly number[],
  reductions: KernelProgram['reductions'],
): KernelProgram {
  return { shape, inputs, constants: [], steps: Int32Array.from(steps), outputs: [], reductions }
}

/** 2^31 + 2^20 bytes, of which only what is touched takes memory. */
const memory = new Uint8Array(2 ** 31 + 2 ** 20)

t.test('offsets and strides beyond 2^31 bytes', async (t) => {
  const view = new Int8Array(memory.buffer)
  const shape = [2, 3]
  const forwards: KernelMemory = { view, dtype: 'int8', offset: 5, strides: [2 ** 31 + 64, 2] }
  const backwards: KernelMemory = { view, dtype: 'int8', offset: 2 ** 31 + 101, strides: [-(2 ** 31), -3] }
  for (const [place, value] of [
    [5, 1],
    [7, 2],
    [9, 3],
    [2 ** 31 + 69, 4],
    [2 ** 31 + 71, 5],
    [2 ** 31 + 73, 6],
  ] as const)
    view[place] = value
  const negative = opcode('negative', 'int8')
  evaluate({ ...program(shape, [forwards], [negative, 0, -1, -1], []), outputs: [{ register: 1, memory: backwards }] })
  const places = [2 ** 31 + 101, 2 ** 31 + 98, 2 ** 31 + 95, 101, 98, 95]
  t.same(
    places.map((place) => view[place]),
    [-1, -2, -3, -4, -5, -6],
    'elementwise',
  )
  t.throws(() => evaluate(program(shape, [{ ...forwards, offset: 2 ** 20 - 4 }], [], [])), { code: 'ERR_SHAPE' }, 'outside by a little')

  scan('add', 'int8', { view, offset: 5, strides: [2 ** 31 + 64, 2] }, { view, offset: 2 ** 31 + 203, strides: [-(2 ** 31), 1] }, shape, 0)
  t.same([...view.subarray(2 ** 31 + 203, 2 ** 31 + 206), ...view.subarray(203, 206)], [1, 2, 3, 5, 7, 9], 'scan')
})

/** Indices `step` apart. */
function runs(start: number, count: number, step: number) {
  const axis = new IndexRuns()
  axis.add(start, count, step)
  return axis.finish()
}

t.test('copies between places beyond 2^31 bytes', async (t) => {
  memory.fill(0, 2 ** 31, 2 ** 31 + 500)
  memory.set([1, 2, 3], 1000)
  memory.set([4, 5, 6], 2 ** 31 + 1000)
  const picked = (first: number, step: number): Picked => ({
    memory,
    offset: 0,
    strides: Float64Array.of(1, 1),
    axes: [runs(first, 2, step), Uint32Array.of(0, 2, 1)],
  })
  const out = new Uint8Array(6)
  gather(picked(1000, 2 ** 31), out, 0, 1, { first: 0, count: 6 })
  t.same([...out], [1, 3, 2, 4, 6, 5], 'gather')
  scatter(picked(2 ** 31 + 300, -(2 ** 31)), out, 0, 1, { first: 0, count: 6 })
  t.same([...memory.subarray(2 ** 31 + 300, 2 ** 31 + 303), ...memory.subarray(300, 303)], [1, 2, 3, 4, 5, 6], 'scatter')
  copyPicked(picked(600, 2 ** 31), picked(1000, 2 ** 31), 1, 6)
  t.same([...memory.subarray(2 ** 31 + 600, 2 ** 31 + 603)], [4, 5, 6], 'copy')
  const list: Picked = { memory, offset: 0, strides: Float64Array.of(1), axes: [Uint32Array.of(2 ** 31 + 1002, 1001)] }
  gather(list, out, 0, 1, { first: 0, count: 2 })
  t.same([...out.subarray(0, 2)], [6, 2], 'by a list of indices')
  t.throws(() => gather(picked(2 ** 20 - 2, 2 ** 31), out, 0, 1, { first: 0, count: 6 }), { code: 'ERR_SELECTION' })
})

t.test('a range of a product of more than 2^32 elements', async (t) => {
  // 2^17 x 2^17 indices, all at place 0 or 1: the range lies beyond 2^32
  const axes = [runs(0, 2 ** 17, 0), Uint32Array.from({ length: 2 ** 17 }, (_, i) => i % 2)]
  const from: Picked = { memory: Uint8Array.of(7, 8), offset: 0, strides: Float64Array.of(0, 1), axes }
  const out = new Uint8Array(3)
  gather(from, out, 0, 1, { first: 2 ** 32 + 2 ** 17 - 2, count: 3 })
  t.same([...out], [7, 8, 7])
})
