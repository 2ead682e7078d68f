// @ranks 1 2 3 4 7
// Results that are written to memory which operands have in another order, against the same with operands that were copied before.
import fc from 'fast-check'
import type { DistArray } from '../../array/dist-array.js'
import { fromDLPack, toDLPack } from '../../bindings/dlpack.js'
import { Context } from '../../cluster/context.js'
import { add, finalize, sqrt, where, world } from '../../index.js'
import { Distribution, type DType, exportArray, formatOf, itemSize } from '../../protocol/index.js'
import { product } from '../../protocol/integers.js'
import { mpiTest } from '../support/mpi-test.js'

/** How a view lies in the memory of a rank: the order of its dimensions, which of them run backwards, gaps, and where it begins. */
interface ViewDraw {
  readonly order: number
  readonly reversed: number
  readonly gaps: readonly number[]
  readonly start: number
  readonly dtype: DType
  /** Whether its memory comes by way of DLPack, as an ArrayBuffer of its own. */
  readonly isApart: boolean
  /** Dimensions of extent 1, which are stretched. */
  readonly flat: number
}

interface Draw {
  readonly shape: readonly number[]
  readonly out: ViewDraw
  readonly a: ViewDraw
  readonly b: ViewDraw
  readonly form: number
}

const orders = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 0, 2],
  [0, 2, 1],
  [1, 2, 0],
  [2, 0, 1],
]
const words = 4096

const view: fc.Arbitrary<ViewDraw> = fc.record({
  order: fc.nat(5),
  reversed: fc.nat(7),
  gaps: fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(0, 0, 0, 1))),
  start: fc.nat(12),
  dtype: fc.constantFrom<DType>('float64', 'float64', 'float64', 'float32', 'int64'),
  isApart: fc.boolean(),
  flat: fc.constantFrom(0, 0, 0, 1, 2, 5),
})

const draws: fc.Arbitrary<Draw> = fc.record({
  shape: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
  out: view.map((it) => ({ ...it, flat: 0, dtype: 'float64' as const })),
  a: view,
  b: view,
  form: fc.nat(4),
})

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 200 }, async (t) => {
  const comm = world()
  const ctx = Context.spmd()
  const runs = comm.size > 2 ? 60 : 250
  const seed = comm.bcast(Int32Array.of(Date.now() % 2 ** 31), 0)[0] as number
  const wrong: string[] = []
  for (const [k, draw] of fc.sample(draws, { seed, numRuns: runs }).entries()) {
    const memory = new Float64Array(words).map((_, i) => ((i * 37) % 101) - 50)
    const [out, a, b] = [draw.out, draw.a, draw.b].map((one) => viewOf(memory, draw.shape, one)) as [DistArray, DistArray, DistArray]
    const [before, x, y] = [out, a, b].map((array) => ctx.fromArray(array.toArraySync())) as [DistArray, DistArray, DistArray]
    const wanted = run(draw.form, x, y, before)
    run(draw.form, a, b, out)
    const [got, expected] = [out, wanted].map((array) => [...array.toArraySync().data])
    const at = got?.findIndex((value, i) => !Object.is(value, expected?.[i]))
    if (at !== -1)
      wrong.push(`case ${k}: element ${at} is ${got?.[at as number]}, not ${expected?.[at as number]}: ${JSON.stringify(draw)}`)
    for (const array of [out, a, b, before, x, y]) array.free()
  }
  t.same(wrong.slice(0, 3), [], `${runs} cases of seed ${seed}: ${wrong.length} wrong`)

  await t.test('known cases', async (t) => {
    const memory = Float64Array.from({ length: words }, (_, i) => i)
    const plain = { order: 0, reversed: 0, gaps: [0, 0, 0], start: 0, dtype: 'float64', isApart: false, flat: 0 } as const
    const shape = [8]
    using whole = viewOf(memory, shape, plain)
    using shifted = viewOf(memory, shape, { ...plain, start: 1 })
    const local = whole.distribution.localShape(comm.rank)[0] as number
    const piece = (): number[] => [...memory.subarray(0, local + 1)]
    add(whole, 100, { out: shifted })
    t.same(piece(), [0, ...Array.from({ length: local }, (_, i) => i + 100)], 'shifted by one')
    memory.forEach((_, i) => {
      memory[i] = i
    })
    using backwards = viewOf(memory, shape, { ...plain, reversed: 1 })
    whole.assign(backwards)
    t.same(
      piece().slice(0, local),
      Array.from({ length: local }, (_, i) => local - 1 - i),
      'reversed in place',
    )
    using apart = viewOf(memory, shape, { ...plain, reversed: 1, isApart: true })
    whole.assign(apart)
    t.same(
      piece().slice(0, local),
      Array.from({ length: local }, (_, i) => i),
      'and back, through another ArrayBuffer',
    )
    whole.addInPlace(whole)
    t.same(
      piece().slice(0, local),
      Array.from({ length: local }, (_, i) => 2 * i),
      'itself',
    )
  })

  await t.test('the first row of a matrix, which is stretched over all of it', async (t) => {
    // More than goes through the kernels at once.
    const [rows, own] = [4, 20000]
    const memory = Float64Array.from({ length: rows * own }, (_, i) => i)
    const part = (extent: number): DistArray => {
      const distribution = Distribution.from([extent, own * comm.size], { ranks: comm.size, dist: 'nb' })
      const buffer = { data: memory, shape: [extent, own], strides: [8 * own, 8], format: 'd' }
      const exported = exportArray({ buffer, distribution, rank: comm.rank })
      return ctx.fromDistArray({ __distarray__: () => exported })
    }
    using matrix = part(rows)
    using row = part(1)
    matrix.addInPlace(row)
    t.equal(
      memory.findIndex((value, i) => value !== i + (i % own)),
      -1,
      'is read before it is overwritten',
    )
  })
  await ctx.close()
  finalize()

  function viewOf(memory: Float64Array, shape: readonly number[], draw: ViewDraw): DistArray {
    const extents = shape.map((extent, d) => (draw.flat & (1 << d) ? 1 : extent))
    const { rank, size } = comm
    // What is stretched along a dimension that is distributed moves; the others have to be in step.
    const dist = extents.map((_, d) => (d === 0 ? 'b' : 'n')).join('')
    const distribution = Distribution.from(extents, { ranks: size, dist })
    const local = distribution.localShape(rank)
    const bytes = itemSize(draw.dtype)
    const dims = (orders[draw.order] as number[]).filter((d) => d < local.length)
    const strides = new Array<number>(local.length)
    let step = bytes
    for (const d of dims) {
      step *= 1 + (draw.gaps[d] as number)
      strides[d] = step
      step *= Math.max(1, local[d] as number)
    }
    let offset = 8 * draw.start
    for (const [d, extent] of local.entries())
      if (draw.reversed & (1 << d) && extent > 0) {
        offset += (extent - 1) * (strides[d] as number)
        strides[d] = -(strides[d] as number)
      }
    const data = new Uint8Array(memory.buffer, offset, memory.byteLength - offset)
    const buffer = { data: product(local) === 0 ? data.subarray(0, 0) : data, shape: local, strides, format: formatOf(draw.dtype) }
    const exported = exportArray({ buffer, distribution, rank })
    if (!draw.isApart || strides.some((stride) => stride % bytes !== 0) || product(local) === 0)
      return ctx.fromDistArray({ __distarray__: () => exported })
    const again = fromDLPack(toDLPack(exported))
    return ctx.fromDistArray({ __distarray__: () => ({ ...exported, buffer: again.buffer }) })
  }
})

function run(form: number, a: DistArray, b: DistArray, out: DistArray): DistArray {
  switch (form) {
    case 0:
      return add(a, b, { out })
    case 1:
      return out.assign(a)
    case 2:
      return sqrt(a.square().add(b), { out, where: b.greater(0) })
    case 3:
      return where(out.less(b), a, out, { out })
    default:
      return out.subtractInPlace(a.sum({ axis: 0, keepdims: true }).add(b))
  }
}
