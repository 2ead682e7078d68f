// The limits of the system that this project carries on, one subtest each: that they are gone, in any mode.
import type { BaseContext } from '../../array/context.js'
import type { Communicator } from '../../bindings/communicator.js'
import type { Checks } from './program.js'

/** A variable of the engines, for functions that are sent there. */
declare const ofTheContext: number

/**
 * Check every limit that concerns arrays and functions.
 *
 * @param ctx Stays open.
 */
export async function limits(ctx: BaseContext, t: Checks): Promise<void> {
  await t.test('attributes', (t) => attributes(ctx, t))
  await t.test('the options of fromFunction', (t) => fromFunctionOptions(ctx, t))
  await t.test('no elements', (t) => noElements(ctx, t))
  await t.test('more engines than elements', (t) => moreEnginesThanElements(ctx, t))
  await t.test('the default distribution', (t) => defaultDistribution(ctx, t))
  await t.test('unstructured arrays are made as others are', (t) => unstructuredCreation(ctx, t))
  await t.test('blocks where the user wants them', (t) => blocks(ctx, t))
  await t.test('padding is exported, each width of it', (t) => padding(ctx, t))
  await t.test('periodic dimensions', (t) => periodic(ctx, t))
  await t.test('block-cyclic sizes', (t) => blockCyclicSizes(ctx, t))
  await t.test('block-cyclic arrays come and go whole', (t) => blockCyclicValues(ctx, t))
  await t.test('a cyclic index out of range', (t) => cyclicOutOfRange(ctx, t))
  await t.test('elements of unstructured arrays', (t) => unstructuredElements(ctx, t))
  await t.test('registering is for one context', (t) => registering(ctx, t))
  await t.test('functions with variables from around them', (t) => closures(ctx, t))
  await t.test('what engines keep is not among their globals', (t) => variables(ctx, t))
}

async function attributes(ctx: BaseContext, t: Checks): Promise<void> {
  using a = ctx.zeros([3, 4])
  t.same([a.dtype, a.itemsize, a.nbytes], ['float64', 8, 96], 'itemsize and nbytes of the default dtype')
  using scalar = ctx.full([], 7)
  t.same([scalar.size, scalar.itemsize, scalar.nbytes, scalar.ndim, scalar.shape], [1, 8, 8, 0, []], 'size of a 0-d array')
  t.same([await scalar.item(), (await scalar.toArray()).toNested()], [7, 7], 'which has its element')
}

async function fromFunctionOptions(ctx: BaseContext, t: Checks): Promise<void> {
  const rows = 2 * ctx.engines
  using a = ctx.fromFunction((...given) => given.length, [rows, 3], { dist: 'cn', grid: [ctx.engines, 1], dtype: 'int32' })
  t.same(
    (await a.toArray()).toNested(),
    table(rows, 3, () => 2),
    'do not reach the function, which gets indices',
  )
  t.same([a.dist, a.dtype, a.gridShape], [ctx.engines === 1 ? a.dist : 'cn', 'int32', [ctx.engines, 1]], 'but the array')
}

async function noElements(ctx: BaseContext, t: Checks): Promise<void> {
  for (const dist of ['b', 'c', 'n']) {
    using none = ctx.zeros([0], { dist })
    t.same([none.size, none.nbytes, (await none.toArray()).toNested()], [0, 0, []], `in the one dimension, '${dist}'`)
    using copy = ctx.fromArray(await none.toArray(), { dist })
    t.equal(copy.size, 0, 'there and back')
    t.same(
      await ctx.apply((x) => x.size, [none]),
      none.targets.map(() => 0),
      'is an array on every engine that holds it',
    )
  }
}

async function moreEnginesThanElements(ctx: BaseContext, t: Checks): Promise<void> {
  for (const shape of [
    [1, 1],
    [2, 1],
    [1, 2, 1],
  ]) {
    using a = ctx.full(shape, 3)
    t.equal(a.targets.length, ctx.engines, `shape [${shape}] is on all engines`)
    t.same([...(await a.toArray()).data], new Array(a.size).fill(3), 'some of which have nothing')
  }
}

function defaultDistribution(ctx: BaseContext, t: Checks): void {
  using a = ctx.zeros([8, 8])
  t.equal(a.dist, 'bb', 'distributes every dimension')
}

async function unstructuredCreation(ctx: BaseContext, t: Checks): Promise<void> {
  const { indices, size } = dealt(ctx.engines)
  using a = ctx.fromFunction((i, j) => 10 * i + j, [size, 2], { dist: 'un', indices: [indices] })
  t.same(
    (await a.toArray()).toNested(),
    table(size, 2, (i, j) => 10 * i + j),
    'from shape and dist',
  )
  t.same(
    await a.apply((x) => x.size),
    indices.map((list) => 2 * list.length),
    'with the indices that were asked for',
  )
}

async function blocks(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  using even = ctx.ones([n + 1])
  t.equal(even.targets.length, n, 'no engine drops out when the last blocks are small')
  // The first engine has 3 elements, each other one.
  const bounds = [0, ...Array.from({ length: n }, (_, k) => k + 3)]
  using a = ctx.fromFunction((i) => i, [n + 2], { bounds: [bounds] })
  t.same(a.localShapes, [[3], ...Array.from({ length: n - 1 }, () => [1])], 'of any sizes')
  t.same(
    [...(await a.toArray()).data],
    Array.from({ length: n + 2 }, (_, i) => i),
    'with their elements',
  )
}

async function padding(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  // At the cut between engines k and k + 1 both have k + 1 ghosts; at the low end of the whole there are four.
  const communication = Array.from({ length: n - 1 }, (_, cut) => cut + 1)
  using a = ctx.zeros([10 * n], { padding: [{ communication, boundary: [4, 0] }] })
  const exported = await a.apply((x) => x.__distarray__().dim_data.map((dim) => ('padding' in dim ? dim.padding : 'none')))
  t.same(
    exported,
    Array.from({ length: n }, (_, k) => [[k === 0 ? 4 : k, k === n - 1 ? 0 : k + 1]]),
    'on every engine',
  )
}

async function periodic(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  using a = ctx.zeros([3 * n], { padding: [1], periodic: [true] })
  const exported = await a.apply((x) => x.__distarray__().dim_data.map((dim) => 'periodic' in dim && dim.periodic))
  t.same(
    exported,
    a.targets.map(() => [true]),
    'are exported as such',
  )
}

async function blockCyclicSizes(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  for (const [size, block] of [
    [11, 2],
    [9, 4],
    [5, 3],
    [2 * n, 2],
  ] as const) {
    using a = ctx.zeros([size], { dist: 'c', blockSizes: [block] })
    const counts = new Array<number>(n).fill(0)
    for (let i = 0; i < size; i++) counts[Math.floor(i / block) % n]!++
    t.same(await a.apply((x) => x.size), counts, `${size} elements in blocks of ${block}`)
  }
}

async function blockCyclicValues(ctx: BaseContext, t: Checks): Promise<void> {
  const values = table(7, 9, (i, j) => 100 * i + j)
  using a = ctx.fromArray(values, { dist: 'cc', blockSizes: [2, 3] })
  t.same((await a.toArray()).toNested(), values, 'by fromArray and toArray')
  const misplaced = await a.apply((x, comm) => {
    let count = 0
    for (let i = 0; i < 7; i++)
      for (let j = 0; j < 9; j++) if (x.distribution.holds(comm.rank, [i, j]) && x.getGlobal([i, j]) !== 100 * i + j) count++
    return count
  })
  t.same(
    misplaced,
    a.targets.map(() => 0),
    'with each element where it belongs',
  )
}

async function cyclicOutOfRange(ctx: BaseContext, t: Checks): Promise<void> {
  for (const options of [{ dist: 'c' }, { dist: 'c', blockSizes: [4] }]) {
    using a = ctx.zeros([9], options)
    for (const index of [9, 11, -1, 1.5]) {
      await t.rejects(() => a.get([index]), { code: 'ERR_SELECTION' }, `get([${index}]) of 9 elements`)
      t.throws(() => a.set([index], 1), { code: 'ERR_SELECTION' }, `set([${index}])`)
      t.throws(() => a.distribution.globalToLocal(0, [index]), { code: 'ERR_SELECTION' }, 'in the distribution')
    }
    t.same([...(await a.toArray()).data], new Array(9).fill(0), 'nothing was written')
  }
}

async function unstructuredElements(ctx: BaseContext, t: Checks): Promise<void> {
  const n = ctx.engines
  const { indices, size } = dealt(n)
  using a = ctx.fromFunction((i) => i, [size], { dist: 'u', indices: [indices] })
  const seen: unknown[] = []
  for (let i = 0; i < size; i++) seen.push(await a.get([i]))
  t.same(
    seen,
    Array.from({ length: size }, (_, i) => i),
    'are got',
  )
  for (let i = 0; i < size; i++) a.set([i], -i)
  t.same(
    [...(await a.toArray()).data],
    Array.from({ length: size }, (_, i) => -i),
    'and set',
  )
  // Every engine has index 0, and one of its own.
  using common = ctx.zeros([2 * n], { dist: 'u', indices: [Array.from({ length: n }, (_, k) => [0, k + 1])] })
  common.set([0], 5).set([n], 6)
  t.same(
    await common.apply((x) => x.getGlobal([0])),
    common.targets.map(() => 5),
    'one that several engines hold is set on all',
  )
  t.same([await common.get([0]), await common.get([n])], [5, 6], 'and got from one')
  await t.rejects(() => common.get([2 * n + 1]), { code: 'ERR_SELECTION' }, 'one that nobody holds is refused')
}

async function registering(ctx: BaseContext, t: Checks): Promise<void> {
  const before = namesOf(ctx)
  ctx.register(function zeros(comm: Communicator) {
    return comm.rank
  })
  t.same(
    await ctx.fn.zeros!(),
    Array.from({ length: ctx.engines }, (_, k) => k),
    'under any name, also one of the context itself',
  )
  t.same(namesOf(ctx), before, 'adds nothing to the context or its class')
  using a = ctx.zeros([2])
  t.same([...(await a.toArray()).data], [0, 0], 'and takes nothing away')
}

async function closures(ctx: BaseContext, t: Checks): Promise<void> {
  const socket = { cannot: () => 'travel' }
  const factor = 3
  t.throws(
    () => ctx.register(() => [socket.cannot(), factor], { name: 'closure' }),
    { code: 'ERR_ARGUMENT', message: /'factor', 'socket'.*pass them as arguments or push them/ },
    'are refused by name when they are registered',
  )
  await t.rejects(() => ctx.apply(() => factor), { code: 'ERR_ARGUMENT', message: /'factor'/ }, 'or applied')
  t.throws(() => ctx.fromFunction((i) => i * factor, [3]), { code: 'ERR_ARGUMENT', message: /'factor'/ }, 'or evaluated')
  t.ok(!('closure' in ctx.fn), 'nothing was registered')
  t.same(await ctx.apply((factor: number) => factor, [factor]), new Array(ctx.engines).fill(3), 'what is passed is there')
}

async function variables(ctx: BaseContext, t: Checks): Promise<void> {
  ctx.push({ ofTheContext: 1 })
  using a = ctx.ones([2 * ctx.engines])
  const found = await a.apply((x) => ['ofTheContext' in globalThis, Object.values(globalThis).includes(x as never), ofTheContext])
  t.same(
    found,
    a.targets.map(() => [false, false, 1]),
    'neither variables nor arrays',
  )
  ctx.delete('ofTheContext')
  await t.rejects(() => ctx.pull('ofTheContext'), { code: 'ERR_ENGINE', message: /ofTheContext/ }, 'what is deleted is gone')
}

/** What can be asked of an object by name, in its own right or its classes'. */
function namesOf(object: object): string[] {
  const names: string[] = []
  for (let level: object | null = object; level !== null; level = Object.getPrototypeOf(level))
    names.push(...Object.getOwnPropertyNames(level))
  return names
}

/** Indices dealt out to engines like cards, the last first. */
function dealt(engines: number): { indices: number[][]; size: number } {
  const size = 2 * engines + 1
  const indices = Array.from({ length: engines }, (): number[] => [])
  for (let i = size - 1; i >= 0; i--) indices[i % engines]!.push(i)
  return { indices, size }
}

function table(rows: number, columns: number, value: (i: number, j: number) => number): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => value(i, j)))
}
