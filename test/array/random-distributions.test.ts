// @ranks 1 2 3 4 7
// The same random arrays for every number of ranks and every distribution, ghosts included.
import fc from 'fast-check'
import type { Element } from '../../array/element.js'
import { indicesOf } from '../../array/indices.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { fillRandom, type RandomRequest } from '../../bindings/random.js'
import { Context } from '../../cluster/context.js'
import { type DType, type TypedArray, typedArrayFor } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { distributions } from './distributions.js'
import { digest } from './random-model.js'
import { SessionDriver } from './session-driver.js'

const source = BigUint64Array.of(1n, 2n, 3n)

const requests: readonly [DType, Omit<RandomRequest, 'source'>][] = [
  ['float64', { kernel: 'uniform', reals: [0, 1, 1] }],
  ['float64', { kernel: 'normal', reals: [0, 1] }],
  ['float32', { kernel: 'exponential', reals: [0, 1] }],
  ['int16', { kernel: 'integers', integers: [0n, 1000n] }],
  ['uint8', { kernel: 'bytes' }],
  ['float64', { kernel: 'gamma', reals: [0.5, 1] }],
  ['int64', { kernel: 'poisson', reals: [20, 0] }],
  ['int64', { kernel: 'choice', weights: Float64Array.of(1, 2, 3) }],
]

/** The whole array, made here. */
function whole(dtype: DType, request: Omit<RandomRequest, 'source'>, shape: readonly number[]): TypedArray {
  const out: TypedArray = new (typedArrayFor(dtype))(shape.reduce((n, extent) => n * extent, 1))
  const pieces = shape.map((count) => ({ start: 0, step: 0, width: Math.max(1, count), count }))
  fillRandom({ source, ...request }, dtype, shape, pieces, out)
  return out
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const driver = new SessionDriver(comm)
  const layouts = fc.sample(distributions(comm.size), { numRuns: 60, seed: 11 })

  await t.test('every element is what its global index says', async (t) => {
    let id = 1
    let checked = 0
    for (const layout of layouts)
      for (const [dtype, request] of requests) {
        const { kernel, reals, integers, weights } = request
        const wanted = whole(dtype, request, layout.shape)
        const made = id++
        driver.send(`random.${kernel}`, [layout, dtype, source, reals, integers, weights], { out: { first: made, count: 1 } })
        const local = driver.session.local(made)
        for (const at of indicesOf(local.shape)) {
          const global = layout.localToGlobal(comm.rank, at)
          const flat = global.reduce((sum, index, d) => sum * (layout.shape[d] as number) + index, 0)
          const value = local.get(at) as Element
          if (Number(value) !== Number(wanted[flat]) || checked === 0)
            t.equal(Number(value), Number(wanted[flat]), `${kernel} of ${dtype} at [${global}] of ${layout.dist}`)
          checked++
        }
        driver.free(made)
      }
    t.ok(checked > 1000 / comm.size, `${checked} elements`)
  })
  await driver.transport.close()

  await t.test('the whole array by way of a context', async (t) => {
    await using ctx = Context.spmd()
    const seen: number[] = []
    for (const dist of ['bn', 'nb', 'cn', 'nc', 'bb', 'cc', 'bc']) {
      const r = ctx.random.withSeed(99).stream(1)
      for (const array of [
        r.normal([120, 90], { dist }),
        r.gamma(2, [40, 30], { dist }),
        r.integers(0, 10, [64, 50], { dist, blockSizes: dist.includes('c') ? { [dist.indexOf('c')]: 3 } : {} }),
        r.choice(5000, [50, 40], { dist, replace: false }),
        r.choice(100, [10, 8], { dist, replace: false, p: new Array(100).fill(0.01) }),
      ]) {
        seen.push(digest((await array.toArray()).data as Float64Array))
        array.free()
      }
      const [small, large] = [r.permutation(500, { dist: dist[0] as 'b' }), r.permutation(70_000, { dist: dist[0] as 'b' })]
      seen.push(digest((await small.toArray()).data), digest((await large.toArray()).data))
      t.same(seen.slice(-7), seen.slice(0, 7), `dist ${dist}`)
    }
    // What one rank makes is what any other number of ranks makes.
    const known = [-180970324, 870772429, -1195085807, 1264630545, -1615596015, -1857228399, 334903921]
    t.same(seen.slice(0, 7), known, 'as with any number of ranks')
  })

  await t.test('ranks agree on a seed that nobody gave', async (t) => {
    await using ctx = Context.spmd()
    const seeds = comm.allgather(BigUint64Array.of(ctx.random.seed & 0xffffffffffffffffn), new BigUint64Array(comm.size))
    t.equal(new Set(seeds).size, 1, 'one seed')
  })
  finalize()
})
