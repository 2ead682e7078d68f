import type { DistArray } from '../../array/dist-array.js'
import type { Context } from '../../cluster/context.js'
import type { DType } from '../../protocol/index.js'
import type { Checks } from '../context/program.js'
import { digest, drawnBy, ndArrayOf, numbered, plainOf, stored, takenFrom } from './random-model.js'

/** What each distribution's first array by seed 31 is, in every mode and with any number of engines. */
const known: Readonly<Record<string, number>> = {
  uniform: 256788122,
  normal: -716188761,
  exponential: -1809680159,
  integers: -1854510193,
  gamma: -301909145,
  beta: -494103307,
  poisson: -21591153,
  binomial: 1509690255,
  choice: -657718383,
  permutation: 1566690065,
  bytes: 191114127,
}

/** Random arrays in every way that a context can be had: the same in all. */
export async function program(ctx: Context, checks: Pick<Checks, 'equal' | 'same'>): Promise<void> {
  const made: Readonly<Record<string, (r: Context['random']) => DistArray>> = {
    uniform: (r) => r.uniform([70, 30], { low: -1, high: 4, dist: 'bc' }) as DistArray,
    normal: (r) => r.normal([50, 41], { dist: 'nc', dtype: 'float32' }) as DistArray,
    exponential: (r) => r.exponential([501]) as DistArray,
    integers: (r) => r.integers(-5, 5, [77], { dtype: 'int8', endpoint: true }) as DistArray,
    gamma: (r) => r.gamma(0.7, [30, 11]) as DistArray,
    beta: (r) => r.beta(2, 0.5, [201], { dist: 'c' }) as DistArray,
    poisson: (r) => r.poisson(30, [333]) as DistArray,
    binomial: (r) => r.binomial(90, 0.3, [333]) as DistArray,
    choice: (r) => r.choice(9, [100], { p: [0.5, 0, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0] }) as DistArray,
    permutation: (r) => r.permutation(70_000) as DistArray,
    bytes: (r) => r.bytes(333) as DistArray,
  }
  for (const [name, make] of Object.entries(made)) {
    using array = make(ctx.random.withSeed(31))
    checks.equal(digest((await array.toArray()).data as Float64Array), known[name] as number, `${name} is what it is everywhere`)
  }
  using mean = ctx.arange(9, { dtype: 'float64' })
  using shifted = ctx.random.withSeed(31).normal([7, 9], { mean, dist: 'cn' })
  using plain = ctx.random.withSeed(31).normal([7, 9])
  using sum = mean.add(plain)
  checks.same((await shifted.toArray()).data, (await sum.toArray()).data, 'a mean for each column')
  for (const dtype of ['float64', 'bool', 'complex64', 'int64'] as const) await orders(ctx, checks, dtype)
}

async function orders(ctx: Context, checks: Pick<Checks, 'equal' | 'same'>, dtype: DType): Promise<void> {
  const r = ctx.random.withSeed(5)
  const plain = numbered([12, 9], dtype)
  const order = { kernel: 'permutation', integers: [12n] } as const
  using x = ctx.fromArray(ndArrayOf(plain, dtype), { dist: 'bc' }) as DistArray
  const kept = takenFrom(plain, 0, drawnBy(r, 0, order, 12), [12])
  using permuted = r.permutation(x)
  checks.same(plainOf(await permuted.toArray()), stored(kept, dtype), `permutation of the rows of ${dtype}`)
  const shuffled = takenFrom(plain, 0, drawnBy(r, 1, order, 12), [12])
  r.shuffle(x)
  checks.same(plainOf(await x.toArray()), stored(shuffled, dtype), `shuffle of the rows of ${dtype}`)
  const columns = drawnBy(r, 2, { kernel: 'integers', integers: [0n, 9n] }, 14)
  using chosen = r.choice(x, [7, 2], { axis: 1 })
  checks.same(plainOf(await chosen.toArray()), stored(takenFrom(shuffled, 1, columns, [7, 2]), dtype), `choice of columns of ${dtype}`)
  const rows = drawnBy(r, 3, order, 5)
  using elsewhere = r.choice(x, 5, { replace: false, dist: 'nn' })
  checks.same(plainOf(await elsewhere.toArray()), stored(takenFrom(shuffled, 0, rows, [5]), dtype), `rows of ${dtype} on one engine`)
}
