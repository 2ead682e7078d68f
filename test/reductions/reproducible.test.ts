// @ranks 1 2 3 4 7
// Reproducible reductions have the same bits for any number of ranks and any distribution; sums are accurate.

import type { DistArray } from '../../array/dist-array.js'
import { dot, mean, norm, std, sum, var as variance } from '../../array/functions/reductions.js'
import { elementwise } from '../../array/lazy/elementwise.js'
import { NDArray } from '../../array/nd-array.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { Distribution, type DistributionOptions } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { Numpy } from '../support/numpy.js'

const shape = [63, 40]

/** Numbers of very different magnitudes, the same everywhere, whose sums depend on their order. */
function values(): Float64Array {
  let state = 12345
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return Float64Array.from({ length: 63 * 40 }, () => (next() - 0.5) * 2 ** Math.floor(next() * 40 - 20))
}

/** All ways of distributing the rows, and blocks of both. */
function layouts(ranks: number): Distribution[] {
  const rows = Array.from({ length: 63 }, (_, i) => (i * 20) % 63)
  const options: Omit<DistributionOptions, 'ranks'>[] = [
    { dist: 'bn' },
    { dist: 'nb' },
    { dist: 'bb' },
    { dist: 'cn' },
    { dist: 'nc', blockSizes: { 1: 3 } },
    { dist: 'bn', padding: { 0: 1 } },
    { dist: 'bn', bounds: { 0: [0, ...Array.from({ length: ranks - 1 }, (_, r) => Math.min(63, r * r * 2)), 63] } },
    { dist: 'un', indices: { 0: Array.from({ length: ranks }, (_, r) => rows.filter((_, k) => k % ranks === r)) } },
  ]
  return options.map((one) => Distribution.from(shape, { ...one, ranks }))
}

const reductions: Readonly<Record<string, (x: DistArray) => DistArray>> = {
  sum: (x) => sum(x, { reproducible: true }),
  'sum of rows': (x) => sum(x, { axis: 0, reproducible: true }),
  mean: (x) => mean(x, { reproducible: true }),
  'mean, axis 1': (x) => mean(x, { axis: 1, reproducible: true }),
  var: (x) => variance(x, { reproducible: true, correction: 1 }),
  'std, axis 0': (x) => std(x, { reproducible: true, axis: 0 }) as DistArray,
  norm: (x) => norm(x, { reproducible: true }) as DistArray,
}

/** Bits of the sum: that of `math.fsum`, which is rounded once. */
const bitsOfSum = 'fee31f130e8b00c1'

const bits = ({ data }: NDArray): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex')

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const ctx = Context.spmd()
  const whole = new NDArray(shape, 'float64', values())
  const alone = ctx.fromArray(whole, { targets: [0], dist: 'nn' })
  const wanted = Object.fromEntries(Object.entries(reductions).map(([name, reduce]) => [name, bits(reduce(alone).toArraySync())]))
  for (const distribution of layouts(comm.size)) {
    const x = ctx.fromArray(whole, { distribution })
    for (const [name, reduce] of Object.entries(reductions)) {
      const result = reduce(x)
      t.equal(bits(result.toArraySync()), wanted[name], `${name}, ${distribution.dist} on [${distribution.gridShape}]`)
      result.free()
    }
    x.free()
  }
  t.equal(wanted.sum, bitsOfSum, 'the sum on any number of ranks')
  const column = ctx.fromArray(whole.data, { dist: 'c' })
  const product = dot(column, column, { reproducible: true }).itemSync() as number
  t.equal(product, sum(elementwise('multiply', [alone, alone]), { reproducible: true }).itemSync() as number, 'dot')
  const total = column.sum().itemSync() as number
  if (comm.rank === 0) {
    const numpy = await Numpy.start()
    const x = new NDArray([whole.size], 'float64', whole.data as Float64Array)
    const [exact, magnitude] = (await numpy.value('[math.fsum(x.tolist()), math.fsum(abs(x).tolist())]', { x })) as [number, number]
    await numpy.close()
    t.equal(Buffer.from(bitsOfSum, 'hex').readDoubleLE(0), exact, 'the reproducible sum is the exact one, rounded')
    t.near(total, exact, 2 ** -52 * magnitude, 'the plain sum is accurate')
  }
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  finalize()
})
