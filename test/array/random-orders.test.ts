// @ranks 1 2 3 4 7
// Arrays in random order, and choices from arrays, against a model of one process: the same for every number of ranks and distribution.
import fc from 'fast-check'
import type { DistArray } from '../../array/dist-array.js'
import { indicesOf } from '../../array/indices.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { type Distribution, type DType, dtypes } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { distributions } from './distributions.js'
import { drawnBy, ndArrayOf, numbered, type Plain, plainOf, stored, takenFrom } from './random-model.js'
import { program } from './random-program.js'

/** Of a case: all that is drawn in it. */
interface OrderCase {
  readonly from: Distribution
  readonly to: Distribution
  readonly axis: number
  readonly dtype: DType
  readonly chosen: readonly number[]
  readonly replace: boolean
  readonly weighted: boolean
}

function cases(ranks: number): fc.Arbitrary<OrderCase> {
  return fc.record({
    from: distributions(ranks).filter(({ ndim }) => ndim > 0),
    to: distributions(ranks),
    axis: fc.nat(2),
    dtype: fc.constantFrom(...dtypes),
    chosen: fc.array(fc.nat(4), { maxLength: 2 }),
    replace: fc.boolean(),
    weighted: fc.boolean(),
  })
}

/** Probabilities of n things; the first one has none where there are others. */
function probabilities(n: number): number[] {
  const weights = Array.from({ length: n }, (_, i) => (n > 1 ? i : 1))
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => weight / sum)
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const ctx = Context.spmd()
  const seed = 20260807n
  const r = ctx.random.withSeed(seed)
  const drawn = (request: Parameters<typeof drawnBy>[2], size: number): number[] => drawnBy(r, r.draws, request, size)
  const whole = async (array: DistArray): Promise<Plain> => plainOf(await array.toArray())

  for (const { from, to, axis: somewhere, dtype, chosen, replace, weighted } of fc.sample(cases(comm.size), { numRuns: 120, seed: 5 })) {
    const axis = somewhere % from.ndim
    const n = from.shape[axis] as number
    const plain = numbered(from.shape, dtype)
    const name = `${dtype} [${from.shape}] '${from.dist}', axis ${axis}`
    using x = ctx.fromArray(ndArrayOf(plain, dtype), { distribution: from })

    const order = { kernel: 'permutation', integers: [BigInt(n)] } as const
    const permuted = stored(takenFrom(plain, axis, drawn(order, n), [n]), dtype)
    using made = r.permutation(x, { axis })
    t.same([await whole(made), made.dist, made.dtype], [permuted, x.dist, dtype], `permutation of ${name}`)

    const again = stored(takenFrom(plain, axis, drawn(order, n), [n]), dtype)
    using elsewhere = r.permutation(x, { axis: axis - from.ndim, dist: from.shape.map((_, d) => (d === 0 ? 'c' : 'n')) })
    t.same(await whole(elsewhere), again, `permutation of ${name} to another distribution`)
    t.same(await whole(x), stored(plain, dtype), 'they leave the array as it is')

    const p = weighted && n > 0 ? probabilities(n) : undefined
    const size = chosen.reduce((a, b) => a * b, 1)
    const most = replace && n > 0 ? size : p && n > 1 ? n - 1 : n
    if (size <= most) {
      const kernel = p ? (replace ? 'choice' : 'weighted') : replace && n > 0 ? 'integers' : 'permutation'
      const integers: readonly [bigint, bigint?] = kernel === 'integers' ? [0n, BigInt(n)] : [BigInt(kernel === 'weighted' ? size : n)]
      const indices = drawn({ kernel, integers, ...(p ? { weights: Float64Array.from(p) } : {}) }, size)
      using some = r.choice(x, chosen, { axis, replace: replace && n > 0, ...(p ? { p } : {}) })
      t.same(await whole(some), stored(takenFrom(plain, axis, indices, chosen), dtype), `choice of [${chosen}] from ${name}`)
    }

    // Into a distribution of any kind, where its dimensions can be what is chosen from a vector.
    if (from.ndim === 1 && n > 0) {
      const indices = drawn({ kernel: 'integers', integers: [0n, BigInt(n)] }, to.size)
      using some = r.choice(x, to)
      t.same(
        await whole(some),
        stored(takenFrom(plain, 0, indices, to.shape), dtype),
        `choice from ${name} into '${to.dist}' [${to.shape}]`,
      )
    }

    const shuffled = stored(takenFrom(plain, axis, drawn(order, n), [n]), dtype)
    t.equal(r.shuffle(x, { axis }), x, 'shuffle returns what it was given')
    t.same(await whole(x), shuffled, `shuffle of ${name}`)
    // Ghosts too.
    const local = x.local()
    const model = ndArrayOf(shuffled, dtype)
    const wrong = [...indicesOf(local.shape)].filter((at) => {
      const global = from.localToGlobal(comm.rank, at)
      return JSON.stringify(local.get(at), text) !== JSON.stringify(model.get(global), text)
    })
    t.same(wrong, [], `all that a rank holds of ${name}`)
  }

  await t.test('a shuffle is a write', async (t) => {
    const n = 23
    using x = ctx.arange(n, { dtype: 'float64' })
    using before = x.add(1)
    const order = drawn({ kernel: 'permutation', integers: [BigInt(n)] }, n)
    r.shuffle(x)
    using after = x.multiply(2)
    const indices = Array.from({ length: n }, (_, i) => i)
    t.same(
      (await whole(before)).values,
      indices.map((i) => i + 1),
      'what was made before keeps its values',
    )
    t.same(
      (await whole(after)).values,
      order.map((i) => 2 * i),
      'what is made after has the new ones',
    )
    using expression = x.add(x)
    const second = drawn({ kernel: 'permutation', integers: [BigInt(n)] }, n)
    r.shuffle(expression)
    t.same(
      (await whole(expression)).values,
      second.map((i) => 2 * (order[i] as number)),
      'an expression is computed first',
    )
  })

  await t.test('engines that have only one of both arrays', async (t) => {
    const last = comm.size - 1
    using x = ctx.arange(40, { dtype: 'int32', targets: [last] })
    const indices = drawn({ kernel: 'permutation', integers: [40n] }, 10)
    using first = r.choice(x, [10], { replace: false, targets: [0] })
    t.same([first.targets, (await whole(first)).values], [[0], indices], 'from the last to the first')
    const all = drawn({ kernel: 'permutation', integers: [40n] }, 40)
    using everywhere = r.permutation(x, { dist: 'c' })
    t.same([everywhere.targets.length, (await whole(everywhere)).values], [comm.size, all], 'from the last to all')
    const back = drawn({ kernel: 'permutation', integers: [40n] }, 40)
    using one = r.permutation(everywhere, { targets: [last] })
    t.same(
      (await whole(one)).values,
      back.map((i) => all[i] as number),
      'from all to the last',
    )
  })

  await t.test('what is long', async (t) => {
    using x = ctx.arange(200_000, { dtype: 'float64' })
    const order = drawn({ kernel: 'permutation', integers: [200_000n] }, 200_000)
    r.shuffle(x)
    const { data } = await x.toArray()
    t.ok(
      order.every((from, i) => data[i] === from),
      'every element is where it belongs',
    )
  })
  await t.test('the program of all modes', (t) => program(ctx, t))
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'nothing is left behind')
  finalize()
})

/** JSON has no bigint. */
function text(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
