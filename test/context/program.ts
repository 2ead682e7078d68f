import type { BaseContext } from '../../array/context.js'
import type { DistArray } from '../../array/dist-array.js'
import type { Element } from '../../array/element.js'
import { indicesOf } from '../../array/indices.js'
import { PerEngine } from '../../array/instruction.js'
import { LocalArray } from '../../array/local-array.js'
import { inPlace } from '../../bindings/comm/buffer.js'
import { Distribution, type DType, dtypes } from '../../protocol/index.js'
import { valueAt } from '../array/values.js'

/** Variables of the engines, for functions that are sent there. */
declare const double: (x: number) => number
declare const factor: number
declare const table: Float64Array
declare const shared: LocalArray
declare const seen: number

/** The assertions that the program makes; `RankTest` and an adapter of tap have them. */
export interface Checks {
  ok(value: unknown, name: string): void
  equal<T>(actual: T, wanted: T, name: string): void
  same(actual: unknown, wanted: unknown, name: string): void
  throws(fn: () => unknown, wanted: RegExp | object, name: string): void
  rejects(fn: () => Promise<unknown>, wanted: RegExp | object, name: string): Promise<void>
  test(name: string, body: (t: Checks) => void | Promise<void>): Promise<void>
}

/**
 * Everything that a user can do with a context, unchanged in every mode and at any number of engines.
 *
 * @param ctx Fresh, with nothing on the engines; stays open.
 */
export async function program(ctx: BaseContext, t: Checks): Promise<void> {
  await t.test('creation', (t) => creation(ctx, t))
  await t.test('elements', (t) => elements(ctx, t))
  await t.test('values of every dtype there and back', (t) => values(ctx, t))
  await t.test('functions', (t) => functions(ctx, t))
  await t.test('results', (t) => results(ctx, t))
  await t.test('variables', (t) => variables(ctx, t))
  await t.test('targets', (t) => targets(ctx, t))
  await t.test('text', (t) => text(ctx, t))
  await t.test('failures', (t) => failures(ctx, t))
  await t.test('refusals, before anything is sent', (t) => refusals(ctx, t))
  await t.test('memory', (t) => memory(ctx, t))
}

async function creation(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  using a = ctx.zeros([5, 4], { dist: 'bc', dtype: 'int32' })
  t.same(
    [a.shape, a.ndim, a.size, a.dtype, a.itemsize, a.nbytes, a.dist],
    [[5, 4], 2, 20, 'int32', 4, 80, 'bc'],
    'what an array knows of itself',
  )
  t.equal(
    a.gridShape.reduce((x, y) => x * y, 1),
    n,
    'the grid uses all engines',
  )
  t.same(
    a.targets,
    Array.from({ length: n }, (_, k) => k),
    'which are its targets',
  )
  t.equal(a.context, ctx, 'its context')
  t.equal(
    a.localShapes.reduce((sum, [rows = 0, columns = 0]) => sum + rows * columns, 0),
    20,
    'local shapes',
  )
  t.same(
    (await a.toArray()).toNested(),
    Array.from({ length: 5 }, () => [0, 0, 0, 0]),
    'zeros',
  )

  using ones = ctx.ones([3], { dtype: 'complex64' })
  t.same(
    (await ones.toArray()).toNested(),
    [
      { re: 1, im: 0 },
      { re: 1, im: 0 },
      { re: 1, im: 0 },
    ],
    'ones, complex',
  )
  using yes = ctx.full([2], true)
  t.same([yes.dtype, (await yes.toArray()).toNested()], ['bool', [true, true]], 'full knows the dtype of a boolean')
  using big = ctx.full(3, 2n ** 60n)
  t.same(
    [big.dtype, (await big.toArray()).toNested()],
    ['int64', [2n ** 60n, 2n ** 60n, 2n ** 60n]],
    'of a bigint, and one extent is a shape',
  )
  using empty = ctx.empty([7], { dist: 'c', dtype: 'uint8' })
  t.equal((await empty.toArray()).data.length, 7, 'empty')
  using none = ctx.zeros([0, 3])
  t.same((await none.toArray()).toNested(), [], 'no elements')
  using scalar = ctx.full([], 2.5)
  t.same(
    [scalar.targets, await scalar.get([]), await scalar.item(), (await scalar.toArray()).toNested()],
    [[0], 2.5, 2.5, 2.5],
    '0-d, on one engine',
  )

  using f = ctx.fromFunction((i, j) => 10 * i + j, [4, 3], { dist: 'cb' })
  t.same(
    (await f.toArray()).toNested(),
    [
      [0, 1, 2],
      [10, 11, 12],
      [20, 21, 22],
      [30, 31, 32],
    ],
    'fromFunction, with dist not given to the function',
  )
  using rows = ctx.fromArray(
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    { dist: 'bn' },
  )
  t.same(
    [rows.dtype, (await rows.toArray()).toNested()],
    [
      'float64',
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
    'fromArray of nested lists',
  )
  const source = Int16Array.from({ length: 24 }, (_, k) => k)
  using typed = ctx.fromArray(source, { shape: [2, 3, 4], dist: 'ncb' })
  source.fill(-1)
  t.same(
    [typed.dtype, [...(await typed.toArray()).data]],
    ['int16', Array.from({ length: 24 }, (_, k) => k)],
    'of a typed array, copied at the call',
  )
  using again = ctx.fromArray(await typed.toArray(), { distribution: Distribution.from([2, 3, 4], { ranks: n, dist: 'nnc' }) })
  t.same(
    [again.dist, [...(await again.toArray()).data]],
    ['nnc', Array.from({ length: 24 }, (_, k) => k)],
    'of what toArray gave, with a Distribution',
  )

  using padded = ctx.fromFunction((i) => i, [4 * n], { padding: { 0: n > 1 ? 1 : 0 } })
  t.same(
    [...(await padded.toArray()).data],
    Array.from({ length: 4 * n }, (_, k) => k),
    'ghosts are not counted twice',
  )
  t.same(
    padded.localShapes.map(([extent]) => extent),
    Array.from({ length: n }, (_, k) => (n === 1 ? 4 : k === 0 || k === n - 1 ? 5 : 6)),
    'but held',
  )
}

async function elements(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  using a = ctx.zeros([4 * n], { padding: { 0: n > 1 ? 1 : 0 } })
  for (let i = 0; i < 4 * n; i++) a.set([i], i * i)
  t.equal(await a.get([2 * n]), 4 * n * n, 'get what was set')
  t.same(
    [...(await a.toArray()).data],
    Array.from({ length: 4 * n }, (_, i) => i * i),
    'all of it',
  )
  const held = await a.apply((x: LocalArray<'float64'>) => [...x.data])
  const wanted = await a.apply((x: LocalArray<'float64'>) =>
    Array.from({ length: x.size }, (_, i) => (x.distribution.localToGlobal(x.communicator.rank, [i])[0] as number) ** 2),
  )
  t.same(held, wanted, 'ghosts are set with their owner')
  t.equal(a.fill(7), a, 'fill returns the array')
  t.same(new Set((await a.apply((x: LocalArray<'float64'>) => [...x.data])).flat()), new Set([7]), 'fill, ghosts too')
  await t.rejects(() => a.get([4 * n]), { code: 'ERR_SELECTION' }, 'an index out of range')
  await t.rejects(() => a.get([0, 0]), { code: 'ERR_SELECTION' }, 'too many indices')
  t.throws(() => a.set([-1], 1), { code: 'ERR_SELECTION' }, 'set out of range')
  t.throws(() => a.set([0], '1' as never), { code: 'ERR_ARGUMENT' }, 'no value of the dtype')
  t.throws(() => a.fill(1n as never), { code: 'ERR_ARGUMENT' }, 'fill with none')
  await t.rejects(() => a.item(), { code: 'ERR_SHAPE' }, 'item of several')
  const both = await Promise.all([a.set([0], 1).get([0]), a.set([0], 2).get([0])])
  t.same(both, [1, 2], 'order is kept without waiting')
}

async function values(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  const shape = [3, 2 * n + 1]
  const order = Array.from({ length: shape[1] as number }, (_, k) => (k * (n + 1)) % (shape[1] as number))
  const kinds = new Set(order).size === order.length ? ['nb', 'nc', 'nu'] : ['nb', 'nc']
  for (const dist of kinds)
    for (const dtype of dtypes) {
      const indices = Array.from({ length: n }, (_, r) => order.filter((_, k) => k % n === r))
      const options = { dtype, dist, ...(dist === 'nu' ? { indices: { 1: indices } } : {}) }
      const list = Array.from({ length: shape[0] as number }, (_, i) =>
        Array.from({ length: shape[1] as number }, (_, j) => valueAt(dtype, 5 * i + j)),
      )
      using a = ctx.fromArray(list, options) as DistArray
      const whole = await a.toArray()
      t.same(whole.toNested(), (await roundTrip(ctx, dtype, list)) ?? list, `${dtype}, '${dist}'`)
      let wrong = 0
      for (const index of [...indicesOf(shape)].slice(0, 3)) if (!isSame(await a.get(index), whole.get(index))) wrong++
      t.equal(wrong, 0, `elements of ${dtype}, '${dist}'`)
    }
}

/** What rounding to the dtype makes of the values, where there is any. */
async function roundTrip(_ctx: BaseContext, dtype: DType, list: Element[][]): Promise<Element[][] | undefined> {
  return dtype === 'float32' ? list.map((row) => row.map((value) => Math.fround(value as number))) : undefined
}

const isSame = (a: Element, b: Element): boolean =>
  typeof a === 'object' && typeof b === 'object' ? a.re === b.re && a.im === b.im : a === b

async function functions(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  const all = Array.from({ length: n }, (_, k) => k)
  using a = ctx.fromFunction((i, j) => i + j, [6, 5], { dist: 'bb' })
  const h = await ctx.apply((x, comm) => [comm.rank, x.localShape], [a])
  t.same(
    h,
    a.localShapes.map((shape, rank) => [rank, shape]),
    'one value per engine, with the communicator',
  )
  t.same(
    await a.apply((x, factor, comm) => factor * comm.size + x.ndim, 10),
    all.map(() => 10 * n + 2),
    'an array has apply',
  )
  const sums = (await ctx.apply(
    (x: LocalArray<'float64'>, comm) => comm.allreduce(inPlace, Float64Array.of(x.data.reduce((p, q) => p + q, 0)))[0],
    [a],
  )) as number[]
  t.same(
    sums,
    all.map(() => 135),
    'engines talk to each other',
  )

  const plain = {
    text: 'é',
    list: [1, null, undefined, [2n ** 70n]],
    nan: Number.NaN,
    when: new Date(5),
    map: new Map([['k', new Set([1])]]),
    bytes: Uint8Array.of(1, 2),
    numbers: new Float64Array(2000).fill(0.5),
  }
  const echo = await ctx.apply((value: unknown) => value, [plain])
  t.same(
    echo,
    all.map(() => plain),
    'plain data and typed arrays there and back',
  )
  t.same(
    await ctx.apply((x, y, z) => [x.list[0]!.size, y, z], [{ list: [a] }, new PerEngine(all.map((k) => 10 * k)), 'z']),
    a.localShapes.map(([p = 0, q = 0], k) => [p * q, 10 * k, 'z']),
    'arrays inside, and values per engine',
  )
  t.equal(await ctx.apply(() => {}), undefined, 'nothing')
  t.same(
    await ctx.apply(async (comm) => {
      const { join } = await import('node:path')
      return join('a', String(comm.rank))
    }),
    all.map((k) => `a/${k}`),
    'async, with import()',
  )

  ctx.register(function halve(x: LocalArray<'float64'>) {
    for (let i = 0; i < x.data.length; i++) x.data[i]! /= 2
    return x
  })
  const b = ctx.fn.halve!(a)
  t.same(
    (await b.toArray()).toNested(),
    Array.from({ length: 6 }, (_, i) => Array.from({ length: 5 }, (_, j) => (i + j) / 2)),
    'a registered function',
  )
  t.equal(await b.get([5, 4]), 4.5, 'its result is an array')
  t.equal(await a.get([5, 4]), 4.5, 'here the same memory as the argument')
  const c = ctx.fn.halve!(ctx.fn.halve!(b))
  t.equal(await c.get([5, 4]), 1.125, 'results are arguments before anybody has asked for them')
  b.free()
  t.equal(await c.get([5, 4]), 1.125, 'memory stays until the last array over it is freed')
  c.free()
  const named = ctx.register((x: number, comm) => x + (comm as { rank: number }).rank, { name: 'addRank' })
  t.same([await named(5), await ctx.fn.addRank!(6)], [all.map((k) => 5 + k), all.map((k) => 6 + k)], 'an arrow function with a name')
  ctx.register(() => 'another', { name: 'addRank' })
  t.same(
    await ctx.fn.addRank!(),
    all.map(() => 'another'),
    'a second one of the same name takes its place',
  )
  t.ok('halve' in ctx.fn && Object.keys(ctx.fn).includes('addRank'), 'the registry can be looked at')
}

async function results(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  using a = ctx.ones([2 * n, 3], { dist: 'bn' })
  const made = await ctx.apply(
    (x, comm) => ({ twice: [x, x] as const, fresh: LocalArray.full(comm, x.distribution, comm.size, 'int32'), rank: comm.rank }),
    [a],
  )
  t.same(
    made.rank,
    Array.from({ length: n }, (_, k) => k),
    'what is no array beside arrays is one value per engine',
  )
  t.equal(made.twice[0].set([0, 0], 5), made.twice[0], 'arrays in lists')
  t.same([await made.twice[1].get([0, 0]), await a.get([0, 0])], [5, 5], 'which are one array')
  t.same(
    [made.fresh.dtype, made.fresh.shape, await made.fresh.get([2 * n - 1, 2])],
    ['int32', [2 * n, 3], n],
    'an array made on the engines',
  )
  for (const array of [...made.twice, made.fresh]) array.free()

  const lazy = ctx.register(function nothing() {})()
  t.equal(await lazy, undefined, 'undefined on all engines')
  t.equal(await lazy, undefined, 'asked again')
  await t.rejects(async () => await ctx.fn.nothing!().toArray(), { code: 'ERR_SHAPE' }, 'is no array')
  const few = await ctx.apply((comm) => (comm.rank === 0 ? 1 : undefined))
  t.same(
    few,
    Array.from({ length: n }, (_, k) => (k === 0 ? 1 : undefined)),
    'undefined on some',
  )
  if (n > 1)
    await t.rejects(
      () => ctx.apply((x, comm) => (comm.rank === 0 ? x : 1), [a]),
      { code: 'ERR_DISTRIBUTION', message: /same places.*engine 0 returned one and engine 1 did not/ },
      'an array on some engines',
    )
  await t.rejects(
    () => ctx.apply((x) => Array.from({ length: 65 }, () => x), [a]),
    { code: 'ERR_ENGINE', message: /at most 64 arrays/ },
    'too many arrays',
  )
  await t.rejects(() => ctx.apply(() => () => 1), { code: 'ERR_ENGINE', message: /plain data/ }, 'a function cannot come back')
}

async function variables(ctx: BaseContext, t: Checks): Promise<void> {
  const all = Array.from({ length: ctx.engines }, (_, k) => k)
  using a = ctx.full([4], 2.5)
  ctx.push({ factor: 3, table: Float64Array.of(1, 2), shared: a, double: (x: number) => 2 * x })
  const use = (x: number): number => double(x) * factor + table[1]! + shared.ndim
  t.same(
    await ctx.apply(use, [1]),
    all.map(() => 9),
    'functions find variables',
  )
  t.same(
    await ctx.pull('factor'),
    all.map(() => 3),
    'pull one',
  )
  t.same(await ctx.pull(['factor', 'table']), { factor: all.map(() => 3), table: all.map(() => Float64Array.of(1, 2)) }, 'pull two')
  const again = (await ctx.pull('shared')) as DistArray
  t.same([again.shape, await again.get([3])], [[4], 2.5], 'an array comes back as one')
  again.free()
  t.same(
    await ctx.execute('const seen = factor + comm.rank; seen * 2'),
    all.map((k) => 2 * (3 + k)),
    'execute',
  )
  t.same(
    await ctx.pull('seen'),
    all.map((k) => 3 + k),
    'its variables stay',
  )
  t.same(
    await ctx.apply(() => seen),
    all.map((k) => 3 + k),
    'and functions find them',
  )
  t.same(
    await ctx.execute('await Promise.resolve(5)'),
    all.map(() => 5),
    'await at top level',
  )
  ctx.push({ factor: 4 })
  t.same(
    await ctx.apply(use, [1]),
    all.map(() => 11),
    'values are looked up at each call',
  )
  ctx.delete(['factor', 'table', 'shared', 'double', 'seen'])
  await t.rejects(() => ctx.pull('factor'), { code: 'ERR_ENGINE', message: /'factor'/ }, 'deleted')
  await t.rejects(
    () => ctx.apply(use, [1]),
    { code: 'ERR_ARGUMENT', message: /'double', 'factor', 'shared', 'table'/ },
    'all that is missing is named',
  )
}

async function targets(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  const some = Array.from({ length: n }, (_, k) => k).filter((k) => k % 2 === 0)
  using a = ctx.fromFunction((i) => i, [5], { targets: some })
  t.same([a.targets, a.distribution.ranks, [...(await a.toArray()).data]], [some, some.length, [0, 1, 2, 3, 4]], 'an array on some engines')
  t.same(
    await ctx.apply((comm) => [comm.rank, comm.size], [], { targets: some }),
    some.map((_, k) => [k, some.length]),
    'a function on some',
  )
  t.same(
    await a.apply((x) => x.communicator.size),
    some.map(() => some.length),
    'a function runs where its array is',
  )
  t.same(
    await a.apply((_x, comm) => comm.allreduce(inPlace, Int32Array.of(1))[0]),
    some.map(() => some.length),
    'they have a communicator of their own',
  )
  a.set([4], 9)
  t.equal(await a.get([4]), 9, 'get and set')
  using small = ctx.zeros([3, 3], { dist: 'nn' })
  t.same(small.targets, [0], 'what is not distributed is on one engine')
  using one = ctx.zeros([3], { grid: [1] })
  t.same(one.targets, [0], 'a grid may use fewer engines')
  if (n < 2) return
  using other = ctx.zeros([5])
  await t.rejects(
    () => ctx.apply((x, y) => [x.ndim, y.ndim], [a, other]),
    n === 2 || some.length !== n ? { code: 'ERR_ARGUMENT', message: /same engines/ } : {},
    'arrays on different engines',
  )
  t.same(
    await ctx.apply((x, y) => x.ndim + y.ndim, [a, other], { targets: some }),
    some.map(() => 2),
    'unless engines that have both are named',
  )
  await t.rejects(() => ctx.apply(() => 1, [], { targets: [1, 0] }), { code: 'ERR_ARGUMENT', message: /ascending/ }, 'not ascending')
  await t.rejects(() => ctx.apply(() => 1, [], { targets: [n] }), { code: 'ERR_ARGUMENT' }, 'no such engine')
}

async function text(ctx: BaseContext, t: Checks): Promise<void> {
  const engines = ctx.engines === 1 ? 'engine 0' : `engines 0-${ctx.engines - 1}`
  using a = ctx.full([2, 2], 0.5, { dist: 'cn' })
  const head = `DistArray(float64, shape [2, 2], dist 'cn', grid [${ctx.engines}, 1], ${engines})`
  t.equal(String(a), `${head}\n[[0.5 0.5]\n [0.5 0.5]]`, 'a constant is known without asking')
  a.set([1, 1], 4)
  if (ctx.mode !== 'spmd') t.equal(String(a), head, 'after a write nothing is known')
  t.equal(await a.summary(), `${head}\n[[0.5 0.5]\n [0.5 4. ]]`, 'summary() asks')
  t.equal(String(a), `${head}\n[[0.5 0.5]\n [0.5 4. ]]`, 'and then it is known')
  const b = ctx.register(function same(x: unknown) {
    return x
  })(a)
  if (ctx.mode !== 'spmd') t.equal(String(a), head, 'a function may have written')
  t.equal(String(b), 'FunctionResult(same, not asked for)', 'a result before it is asked for')
  await b.toArray()
  t.ok(String(b).endsWith('[[0.5 0.5]\n [0.5 4. ]]'), 'and after')
  b.free()
  using big = ctx.fromFunction((i, j) => i - j, [300, 200], { dist: 'bc', dtype: 'int32' })
  const corners = [
    '[[   0   -1   -2 ... -197 -198 -199]',
    ' [   1    0   -1 ... -196 -197 -198]',
    ' [   2    1    0 ... -195 -196 -197]',
    ' ...',
    ' [ 297  296  295 ...  100   99   98]',
    ' [ 298  297  296 ...  101  100   99]',
    ' [ 299  298  297 ...  102  101  100]]',
  ]
  t.equal((await big.summary()).split('\n').slice(1).join('\n'), corners.join('\n'), 'of a big array the corners')
}

async function failures(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  using a = ctx.ones([2 * n])
  const last = n - 1
  const failing = (rank: number, comm: { rank: number }): void => {
    if (comm.rank === rank) throw new RangeError(`wrong on ${comm.rank}`)
  }
  let error: Error & { failures?: { engine: number; name: string; stack: string }[] } = new Error('none')
  await ctx.apply(failing as never, [last]).catch((reason) => {
    error = reason
  })
  t.ok(
    error.message.includes(`failing failed on rank ${last} of ${n}: wrong on ${last}`),
    `the message names the function and the rank: ${error.message}`,
  )
  t.equal((error as { code?: string }).code, 'ERR_ENGINE', 'its class')
  t.same(
    error.failures?.map(({ engine, name }) => [engine, name]),
    [[last, 'RangeError']],
    'an entry per failing rank',
  )
  t.ok(error.failures?.[0]?.stack.includes('RangeError'), 'with the stack there')
  t.ok(error.stack?.includes('program'), `and the stack here: ${error.stack}`)
  t.equal(await a.get([0]), 1, 'the engines go on')

  const broken = ctx.register(function breakAll() {
    throw new Error('on purpose')
  })(a)
  const later = ctx.register(function use(x: LocalArray<'float64'>) {
    return x.size
  })(broken)
  await t.rejects(
    () => ctx.sync(),
    { message: /breakAll failed on .*on purpose/ },
    'a failure that nobody asked about is told by the next await',
  )
  await ctx.sync()
  await t.rejects(async () => await later, { message: /breakAll failed on .*on purpose/ }, 'what depends on it fails with the first cause')
  await t.rejects(async () => await broken, { message: /breakAll failed on .*on purpose/ }, 'as often as it is asked')
  await ctx.sync()

  using missing = ctx.fromFunction((i) => (i === 0 ? ('no number' as never) : i), [3])
  await t.rejects(
    () => missing.toArray(),
    { message: /fromFunction with a function/ },
    'a creation that failed is told when the array is used',
  )
  await ctx.sync()
  t.equal(await a.get([1]), 1, 'others are not touched')
  const reject = await ctx
    .apply(async (comm) => {
      await Promise.resolve()
      if (comm.rank === 0) throw new Error('later')
    })
    .catch((reason: Error) => reason)
  t.ok(reject instanceof Error && /rank 0 of \d+: later/.test(reject.message), 'an async function')
}

async function refusals(ctx: BaseContext, t: Checks): Promise<void> {
  const outside = 1
  const other = 2
  await t.rejects(
    () => ctx.apply(() => outside + other),
    { code: 'ERR_ARGUMENT', message: /'other', 'outside'/ },
    'variables from around a function are named',
  )
  t.throws(() => ctx.register(() => outside, { name: 'f' }), { code: 'ERR_ARGUMENT', message: /'outside'/ }, 'at registering too')
  t.throws(() => ctx.register(() => 1), { code: 'ERR_ARGUMENT', message: /name/ }, 'a function without a name')
  t.throws(() => ctx.fn.unheard!(), { code: 'ERR_ARGUMENT', message: /'unheard'/ }, 'an unknown function')
  await t.rejects(
    () => ctx.apply(((x: unknown) => x) as never, [() => 1]),
    { code: 'ERR_ARGUMENT', message: /argument 0/ },
    'a function as an argument',
  )
  await t.rejects(() => ctx.apply(Math.max), { code: 'ERR_ARGUMENT', message: /native/ }, 'a native function')
  t.throws(() => ctx.zeros([-1]), { code: 'ERR_SHAPE' }, 'no shape')
  t.throws(() => ctx.zeros([3], { dtype: 'float16' as never }), { code: 'ERR_DTYPE' }, 'no dtype')
  t.throws(() => ctx.zeros([3], { dist: 'x' }), { code: 'ERR_DISTRIBUTION' }, 'no distribution')
  t.throws(() => ctx.zeros([3], { colour: 1 } as never), { code: 'ERR_ARGUMENT' }, 'no option')
  t.throws(() => ctx.zeros(Distribution.from([3], { ranks: ctx.engines + 1 })), { code: 'ERR_DISTRIBUTION' }, 'more ranks than engines')
  t.throws(() => ctx.full([3], 0.5, { dtype: 'int8' } as never), { code: 'ERR_ARGUMENT' }, 'a value that the dtype cannot hold')
  t.throws(() => ctx.fromArray([[1, 2], [3]]), { code: 'ERR_SHAPE' }, 'ragged lists')
  t.throws(() => ctx.fromArray([1, true]), { code: 'ERR_ARGUMENT' }, 'mixed elements')
  t.throws(() => ctx.fromArray(new Float64Array(4), { shape: [3] }), { code: 'ERR_SHAPE' }, 'too many elements')
  t.throws(() => ctx.fromArray(new Float64Array(4), { dtype: 'float32' }), { code: 'ERR_DTYPE' }, 'another dtype')
  const a = ctx.zeros([3])
  a.free()
  a.free()
  await t.rejects(() => a.toArray(), { code: 'ERR_USE_AFTER_FREE' }, 'a freed array')
  t.throws(() => a.fill(1), { code: 'ERR_USE_AFTER_FREE' }, 'to be filled')
  await t.rejects(() => ctx.apply((x) => x, [a]), { code: 'ERR_USE_AFTER_FREE' }, 'as an argument')
  t.ok(String(a).endsWith('(freed)'), 'says so')
  t.throws(() => ctx.on('nothing' as never, () => {}), { code: 'ERR_ARGUMENT' }, 'no event')
}

async function memory(ctx: BaseContext, t: Checks): Promise<void> {
  const before = await ctx.memory()
  t.same(
    before.map(({ engine }) => engine),
    Array.from({ length: ctx.engines }, (_, k) => k),
    'one status per engine',
  )
  const a = ctx.zeros([ctx.engines * 1000])
  const during = await ctx.memory()
  t.same(
    during.map(({ sessionBytes }, k) => sessionBytes - (before[k]?.sessionBytes ?? 0)),
    before.map(() => 8000),
    'bytes of an array',
  )
  t.ok(
    during.every(({ availableBytes, host, pid }) => availableBytes > 0 && host !== '' && pid > 0),
    'and what there is',
  )
  a.free()
  t.same(
    (await ctx.memory()).map(({ sessionBytes }) => sessionBytes),
    before.map(({ sessionBytes }) => sessionBytes),
    'freed',
  )
  const gigantic = ctx.zeros([2 ** 50])
  await t.rejects(() => gigantic.get([0]), { code: 'ERR_MEMORY' }, 'what cannot fit fails')
  gigantic.free()
  using small = ctx.ones([3])
  t.equal(await small.get([2]), 1, 'and the engines are usable')
}
