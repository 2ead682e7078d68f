// Streams: seeds, numbers, states, and what is refused before anything is sent.
import { execFileSync } from 'node:child_process'
import t from 'tap'
import type { DistArray } from '../../array/dist-array.js'
import { keyOf } from '../../array/random/seed-sequence.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { Distribution } from '../../protocol/index.js'
import { findPython } from '../support/python.js'

const ctx = Context.spmd()
t.teardown(async () => {
  await ctx.close()
  finalize()
})

async function values(array: DistArray): Promise<(number | bigint)[]> {
  const { data } = await array.toArray()
  array.free()
  return Array.from(data as ArrayLike<number | bigint>)
}

const python = findPython('numpy')

t.test("NumPy's keys and numbers", { skip: python === undefined && 'needs NumPy' }, async (t) => {
  const ask = (text: string): string[] =>
    execFileSync(python as string, ['-c', `import numpy as np\n${text}`], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
  const paths = [[], [0], [3, 1], [2 ** 32, 2 ** 52 + 1, 0], [1, 2, 3, 4, 5]]
  const cases = [0n, 1n, 42n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 64n, 3n ** 100n].flatMap((seed) => paths.map((path) => ({ seed, path })))
  const list = cases.map(({ seed, path }) => `(${seed}, [${path}])`).join(', ')
  const keys = ask(`for seed, path in [${list}]: print(*np.random.SeedSequence(seed, spawn_key=path).generate_state(2, np.uint64))`)
  t.same(
    cases.flatMap(({ seed, path }) => [...keyOf(seed, path)].map(String)),
    keys,
  )
  const stream = ctx.random.withSeed(42)
  t.same(
    (await values(stream.uniform([9]))).map(String),
    ask('for x in np.random.Generator(np.random.Philox(42)).random(9): print(repr(float(x)))'),
  )
  const second = ask('print(*np.random.Philox(42, counter=[0, 0, 1, 0]).random_raw(9))')
  t.same((await values(stream.integers(0, 2n ** 64n, [9], { dtype: 'uint64' }))).map(String), second)
  const child = ask('print(*np.random.Philox(np.random.SeedSequence(42, spawn_key=(7,))).random_raw(4).tobytes())')
  t.same((await values(stream.stream(7).bytes(32))).map(String), child)
})

t.test('these are the numbers, in every version and on every processor', async (t) => {
  const stream = ctx.random.withSeed(2026)
  t.same(
    {
      normal: await values(stream.normal([3])),
      exponential: await values(stream.exponential([2])),
      gamma: await values(stream.gamma(0.5, [2])),
      beta: await values(stream.beta(0.5, 3, [2])),
      poisson: await values(stream.poisson(1000, [3])),
      binomial: await values(stream.binomial(1000, 0.25, [3])),
      permutation: await values(stream.permutation(5)),
      large: (await values(stream.permutation(100_000))).slice(0, 3),
    },
    {
      normal: [1.87557698884252, 0.07519210617534525, -0.6996010782493721],
      exponential: [0.028118083313767438, 0.000902140940662264],
      gamma: [0.19261766085977455, 0.04767369449236363],
      beta: [0.051018331690850134, 0.30575841938854886],
      poisson: [1038n, 1005n, 1042n],
      binomial: [261n, 258n, 255n],
      permutation: [3n, 1n, 2n, 4n, 0n],
      large: [41854n, 59918n, 87106n],
    },
  )
})

t.test('each draw has numbers of its own, and so has each stream', async (t) => {
  const stream = ctx.random.withSeed(7)
  const first = await values(stream.normal([50]))
  t.equal(stream.draws, 1)
  t.notSame(await values(stream.normal([50])), first)
  t.equal(stream.draws, 2)
  t.same(await values(ctx.random.withSeed(7).normal([50])), first, 'the same seed again')
  t.same(await values(ctx.random.withSeed(7n).normal([50])), first)
  t.same(await values(ctx.random.withSeed(7).normal([5, 10])), first, 'elements are counted row by row')
  t.notSame(await values(ctx.random.withSeed(8).normal([50])), first)
  const [zero, one] = stream.spawn(2) as [typeof stream, typeof stream]
  const [two] = stream.spawn(1) as [typeof stream]
  t.same([zero.path, one.path, two.path, two.stream(5).path], [[0], [1], [2], [2, 5]])
  const numbers = await values(one.normal([50]))
  t.same(await values(stream.stream(1).normal([50])), numbers)
  t.notSame(await values(zero.normal([50])), numbers)
  t.notSame(await values(ctx.random.withSeed(7).stream(1).stream(0).normal([50])), numbers)
})

t.test('a state can be saved and restored', async (t) => {
  const stream = ctx.random.withSeed(2n ** 100n + 1n).stream(3)
  stream.uniform([2]).free()
  stream.spawn(2)
  const saved = JSON.stringify(stream.state)
  t.same(JSON.parse(saved), { seed: String(2n ** 100n + 1n), path: [3], draws: 1, spawned: 2 })
  const next = await values(stream.uniform([5]))
  stream.state = JSON.parse(saved)
  t.same(await values(stream.uniform([5])), next)
  const other = ctx.random.withSeed(0)
  t.notSame(await values(other.uniform([5])), next)
  other.state = JSON.parse(saved)
  t.same(await values(other.uniform([5])), next, 'also by another stream, whose key was in use')
  t.same(other.spawn(1)[0]?.path, [3, 2])
  for (const state of [null, {}, { ...stream.state, seed: '-1' }, { ...stream.state, draws: 0.5 }, { ...stream.state, path: [-1] }])
    t.throws(
      () => {
        other.state = state as never
      },
      { code: 'ERR_ARGUMENT' },
    )
})

t.test('without a seed, every context has another', async (t) => {
  await using other = Context.spmd()
  t.not(ctx.random.seed, other.random.seed)
  t.ok(ctx.random.seed > 2n ** 64n)
  t.equal(ctx.random.seed, ctx.random.seed)
  t.match(String(other.random.stream(4)), /^RandomStream\(seed \d+, stream 4, 0 draws\)$/)
})

t.test('what is refused changes nothing', async (t) => {
  const r = ctx.random.withSeed(1)
  using x = ctx.zeros([4, 3])
  using point = ctx.zeros([])
  using empty = ctx.zeros([0, 3])
  await using other = Context.spmd()
  using foreign = other.zeros([3])
  const wrong: readonly [() => unknown, RegExp][] = [
    [() => r.uniform([3], { low: 1, high: 0 }), /at least low, for high but received 0/],
    [() => r.uniform([3], { low: Number.NaN }), /for low/],
    [() => r.uniform([3], { low: -Number.MAX_VALUE, high: Number.MAX_VALUE }), /high - low/],
    [() => r.uniform([3], { high: 1e39, dtype: 'float32' }), /finite float32/],
    [() => r.normal([3], { std: -1 }), /zero or more, for std but received -1/],
    [() => r.exponential([3], { scale: -1 }), /for scale/],
    [() => r.gamma(-1, [3]), /for k/],
    [() => r.gamma(1, [3], { scale: -1 }), /for scale/],
    [() => r.beta(0, 1, [3]), /above zero for a/],
    [() => r.beta(1, Number.POSITIVE_INFINITY, [3]), /above zero for b/],
    [() => r.poisson(-1, [3]), /for lam/],
    [() => r.poisson(1e19, [3]), /for lam/],
    [() => r.binomial(-1, 0.5, [3]), /for n/],
    [() => r.binomial(1.5, 0.5, [3]), /for n/],
    [() => r.binomial(1, 1.5, [3]), /from 0 to 1 for p/],
    [() => r.integers(3, 3, [3]), /low < high but received low 3 and high 3/],
    [() => r.integers(3, 2, [3], { endpoint: true }), /low <= high/],
    [() => r.integers(0, 300, [3], { dtype: 'uint8' }), /at most 256, for uint8, for high/],
    [() => r.integers(-1, 5, [3], { dtype: 'uint64' }), /at least 0, for uint64, for low/],
    [() => r.integers(0.5, 5, [3]), /a safe integer or a bigint for low/],
    [() => r.bytes(-1), /for n/],
    [() => r.permutation(0.5), /for n/],
    [() => r.choice(3, [4], { replace: false }), /at most 3 elements/],
    [() => r.choice(0, [1]), /at most 0 elements/],
    [() => r.choice(3, [3], { replace: false, p: [0.5, 0.5, 0] }), /at most 2 elements/],
    [() => r.choice(2, [3], { p: [0.5, 0.6] }), /with the sum 1/],
    [() => r.choice(2, [3], { p: [1] }), /a list of 2 probabilities/],
    [() => r.choice(2, [3], { p: [-1, 2] }), /p\[0\]/],
    [() => r.permutation('rows' as never), /a number of things, or a distributed array of them, for n/],
    [() => r.permutation(x, { axis: 2 }), /an integer from -2 to 1 for the axis of permutation but received 2/],
    [() => r.permutation(point), /no axis for permutation of an array without dimensions/],
    [() => r.shuffle([1, 2, 3] as never), /a distributed array for x of shuffle/],
    [() => r.shuffle(x, { axis: 0.5 }), /the axis of shuffle/],
    [() => r.shuffle(x, { dist: 'c' } as never), /the option 'axis' only/],
    [() => r.choice(x, 5, { replace: false }), /at most 4 elements/],
    [() => r.choice(x, 4, { axis: 1, replace: false }), /at most 3 elements/],
    [() => r.choice(x, 2, { p: [0.5, 0.5] }), /a list of 4 probabilities/],
    [() => r.choice(empty, 1), /at most 0 elements/],
    [() => r.stream(-1), /the number of a stream/],
    [() => r.spawn(0.5), /for n/],
    [() => r.withSeed(-1), /for seed/],
    [() => r.withSeed(2 ** 53), /for seed/],
  ]
  for (const [call, message] of wrong) t.throws(call, { code: 'ERR_ARGUMENT', message })
  t.throws(() => r.normal([3], { dtype: 'int32' as never }), { code: 'ERR_DTYPE' })
  t.throws(() => r.integers(0, 3, [3], { dtype: 'float64' as never }), { code: 'ERR_DTYPE' })
  t.throws(() => r.choice(x, Distribution.from([2, 4], { ranks: 1 })), {
    code: 'ERR_SHAPE',
    message: /shape \[\.\.\., 3\] for a choice along axis 0 but received one of shape \[2, 4\]/,
  })
  t.throws(() => r.choice(x, Distribution.from([], { ranks: 1 })), { code: 'ERR_SHAPE' })
  t.throws(() => r.choice(x, [-1]))
  t.throws(() => r.shuffle(foreign), { code: 'ERR_CONTEXT' })
  t.throws(() => r.normal([-3]))
  t.throws(() => r.normal([3], { mu: 3 } as never), { code: 'ERR_ARGUMENT', message: /mu/ }, 'no such option')
  t.equal(r.draws, 0)
})

t.test('dtypes, shapes and ends of ranges', async (t) => {
  const r = ctx.random.withSeed(5)
  const uint64 = (await values(r.integers(2n ** 64n - 2n, 2n ** 64n - 1n, [200], { dtype: 'uint64', endpoint: true }))) as bigint[]
  t.same([...new Set(uint64)].sort(), [2n ** 64n - 2n, 2n ** 64n - 1n])
  const int64 = (await values(r.integers(-(2n ** 63n), 2n ** 63n - 1n, [500], { endpoint: true }))) as bigint[]
  t.ok(int64.some((x) => x < -(2n ** 62n)) && int64.some((x) => x > 2n ** 62n))
  const bool = r.integers(0, 2, [100], { dtype: 'bool' })
  t.equal(bool.dtype, 'bool')
  t.same([...new Set(await values(bool))].sort(), [0, 1])
  const whole = r.uniform(Distribution.from([4, 6], { ranks: 1 }), { dtype: 'float32', low: 5, high: 5 })
  t.equal(whole.dtype, 'float32')
  t.same(await values(whole), new Array(24).fill(5))
  t.same((await values(r.normal([]))).length, 1)
  t.same(await values(r.normal([0, 4])), [])
  t.same(await values(r.choice(0, [0])), [])
  t.same(await values(r.permutation(0)), [])
  t.same((await values(r.choice(6, [2, 3], { replace: false }))).sort(), [0n, 1n, 2n, 3n, 4n, 5n], 'all of them, in some order')
  const float32 = (await values(r.uniform([100_000], { dtype: 'float32', low: 16_777_215, high: 16_777_216 }))) as number[]
  t.ok(
    float32.every((x) => x === 16_777_215),
    'rounding does not reach the end',
  )
  t.same(await values(r.gamma(0, [3])), [0, 0, 0])
  t.equal(memoryStatistics().liveBytes, 0)
})
