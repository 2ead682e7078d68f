// @ranks 2 3
// With DISTARRAY_CHECK=1, calls of an SPMD context that are not the same on all ranks.
import type { BaseContext } from '../../array/context.js'
import type { LocalArray } from '../../array/local-array.js'
import { world } from '../../bindings/communicator.js'
import { CollectiveMismatchError } from '../../bindings/errors.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [2, 3], env: { DISTARRAY_CHECK: '1' }, timeout: 60 }, async (t) => {
  const { rank, size } = world()
  const isOdd = rank === size - 1

  /** What comes of one call on the last rank and another on the others, in a context of its own. */
  async function mismatch(one: (ctx: BaseContext) => unknown, other: (ctx: BaseContext) => unknown): Promise<unknown> {
    await using ctx = Context.spmd()
    try {
      await (isOdd ? one : other)(ctx)
      return 'no error'
    } catch (error) {
      return error
    }
  }

  const pairs: [name: string, one: (ctx: BaseContext) => unknown, other: (ctx: BaseContext) => unknown, told: [string, string]][] = [
    [
      'shapes',
      (ctx) => ctx.zeros([4, 4]),
      (ctx) => ctx.zeros([4, 5]),
      [
        `create.full([4, 4] 'bb' grid [1, ${size}], float64, 0) -> array 1`,
        `create.full([4, 5] 'bb' grid [1, ${size}], float64, 0) -> array 1`,
      ],
    ],
    [
      'dtypes',
      (ctx) => ctx.ones(3, { dtype: 'int8' }),
      (ctx) => ctx.ones(3),
      [`create.full([3] 'b' grid [${size}], int8, 1) -> array 1`, `create.full([3] 'b' grid [${size}], float64, 1) -> array 1`],
    ],
    ['functions', (ctx) => ctx.apply(here), (ctx) => ctx.apply(there), ['here() -> array 1, answered', 'there() -> array 1, answered']],
    ['waiting', (ctx) => ctx.register(here)(), (ctx) => ctx.apply(here), ['here() -> array 1', 'here() -> array 1, answered']],
    ['variables', (ctx) => ctx.push({ a: 1, b: 2 }), (ctx) => ctx.push({ a: 1 }), ['session.push(a, b)', 'session.push(a)']],
    [
      'statements',
      (ctx) => ctx.execute('1'),
      (ctx) => ctx.execute('2'),
      ['session.execute(1) -> array 1, answered', 'session.execute(2) -> array 1, answered'],
    ],
    [
      'without a promise',
      (ctx) => ctx.applySync(here),
      (ctx) => ctx.applySync(there),
      ['here() -> array 1, answered', 'there() -> array 1, answered'],
    ],
  ]
  for (const [name, one, other, [ofOne, ofOther]] of pairs)
    await t.test(name, async (t) => {
      const error = await mismatch(one, other)
      t.ok(error instanceof CollectiveMismatchError, `is told on every rank: ${error}`)
      const { calls = [], stack = '' } = error as CollectiveMismatchError
      t.same(new Set(calls.map(({ call }) => call)), new Set([ofOne, ofOther]), 'with what each does')
      t.ok(/check\.test\.[jt]s:\d+/.test(stack), `and where: ${stack}`)
    })

  await t.test('arrays and elements', async (t) => {
    await using ctx = Context.spmd()
    using a = ctx.zeros([4])
    using b = ctx.zeros([4])
    t.throws(() => (isOdd ? a : b).fill(1), { code: 'ERR_COLLECTIVE_MISMATCH', message: /fill\(array 1, 1\).*/ }, 'another array')
    await t.rejects(() => (isOdd ? a : b).toArray(), { code: 'ERR_COLLECTIVE_MISMATCH', message: /gather\(array 2\)/ }, 'another toArray')
    t.throws(
      () => a.set([rank === 0 ? 0 : 1], 1),
      { code: 'ERR_COLLECTIVE_MISMATCH', message: /element\.set\(array 1, \[0\], 1\)/ },
      'another index',
    )
    t.throws(() => a.set([0], isOdd ? 1 : 2), { code: 'ERR_COLLECTIVE_MISMATCH' }, 'another value')
    t.same([...(await a.toArray()).data], [0, 0, 0, 0], 'nothing of it was done')
  })

  await t.test('after a function that is awaited', async (t) => {
    await using ctx = Context.spmd()
    const waiting = ctx.apply(() => new Promise<void>((resolve) => setTimeout(resolve, 10)))
    const a = ctx.zeros(isOdd ? 2 : 3)
    await waiting
    await t.rejects(
      () => a.toArray(),
      { code: 'ERR_COLLECTIVE_MISMATCH', message: /create\.full/ },
      'what had to wait is told by the next call',
    )
  })

  await t.test('what is the same on all ranks', async (t) => {
    await using ctx = Context.spmd()
    ctx.push({ factor: 2 })
    using a = ctx.fromFunction((i) => i, [6])
    const seen = await ctx.apply(
      (x: LocalArray<'float64'>, own: { rank: number }, comm) => [x.size >= 0, own.rank === comm.rank],
      [a, { rank }],
    )
    t.same(seen, new Array(size).fill([true, true]), 'data may differ')
    using part = ctx.ones([2], { targets: [size - 1] })
    t.same(await part.item().catch(() => 'two elements'), 'two elements', 'some engines only')
    a.set([5], 7)
    t.equal(await a.get([5]), 7, 'passes')
    using copy = ctx.fromArray(await a.toArray())
    t.equal(copy.size, 6, 'and arrays from values')
  })
  finalize()
})

function here(): number {
  return 1
}

function there(): number {
  return 2
}
