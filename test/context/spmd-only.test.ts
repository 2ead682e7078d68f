// @ranks 1 2 3 4
// What only SPMD has: pieces, exports and imports, answers without promises; and the cost of none of it on the other ranks.
import { constantOf } from '../../array/element.js'
import { LocalArray } from '../../array/local-array.js'
import { inPlace } from '../../bindings/comm/buffer.js'
import { type Communicator, world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { dtypes } from '../../protocol/dtype.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4] }, async (t) => {
  const comm = world()
  const n = comm.size

  await t.test('local pieces', async (t) => {
    await using ctx = Context.spmd()
    t.equal(String(ctx), `Context(spmd, ${n} engine${n === 1 ? '' : 's'})`, 'the context says what it is')
    using a = ctx.fromFunction((i) => i, [3 * n])
    const piece = a.local()
    t.same(
      [...piece.data],
      [0, 1, 2].map((i) => 3 * comm.rank + i),
      'the LocalArray',
    )
    piece.data[0] = -1
    t.equal(await a.get([0]), -1, 'is the array itself')
    await a.toArray()
    piece.data[1] = -8
    t.ok(comm.rank > 0 || String(a).includes('-8'), 'text does not trust what was seen while somebody has the piece')
    using again = LocalArray.fromDistArray(comm, a)
    t.equal(again.address, piece.address, 'an array is a producer')
    const twin = ctx.fromDistArray(piece)
    twin.set([3 * n - 1], 50)
    t.equal(await a.get([3 * n - 1]), 50, 'and any producer becomes an array')
    t.same([twin.shape, twin.dtype, await twin.toArray().then(({ data }) => data[0])], [[3 * n], 'float64', -1], 'with its values')
    twin.free()
    t.equal(piece.get([0]), -1, 'which does not own the memory')
    if (n > 1) {
      using some = ctx.zeros([2], { targets: [0] })
      if (comm.rank === 0) t.same(some.local().shape, [2], 'a piece where there is one')
      else t.throws(() => some.local(), { code: 'ERR_ARGUMENT' }, 'and none elsewhere')
    }
  })

  await t.test('text of what nobody has asked for', async (t) => {
    await using ctx = Context.spmd()
    using a = ctx.fromFunction((i) => i, [2 * n])
    const head = `DistArray(float64, shape [${2 * n}], dist 'b', grid [${n}], ${n === 1 ? 'engine 0' : `engines 0-${n - 1}`})`
    const own = `[${2 * comm.rank}. ${2 * comm.rank + 1}.]`
    t.equal(String(a), n === 1 ? `${head}\n${own}` : `${head}\nrank ${comm.rank} owns shape [2]:\n${own}`, "this rank's own values")
  })

  await t.test('without promises', async (t) => {
    await using ctx = Context.spmd()
    using a = ctx.ones([2 * n], { dtype: 'int32' })
    a.set([1], 5)
    t.equal(a.getSync([1]), 5, 'getSync')
    t.same([...a.toArraySync().data].slice(0, 2), [1, 5], 'toArraySync')
    using one = ctx.full([1], 3n)
    t.equal(one.itemSync(), 3n, 'itemSync')
    t.same(
      ctx.applySync((x, comm) => x.size + comm.rank, [a]),
      Array.from({ length: n }, (_, k) => 2 + k),
      'applySync',
    )
    const result = ctx.register(function double(x: LocalArray<'int32'>) {
      for (let k = 0; k < x.size; k++) x.data[k]! *= 2
      return x
    })(a)
    const b = result.valueSync()
    t.equal((b as unknown as typeof a).getSync([1]), 10, 'valueSync')
    t.equal(result.valueSync(), b, 'asked again')
    t.throws(() => a.getSync([2 * n]), { code: 'ERR_SELECTION' }, 'out of range')
    t.throws(
      () =>
        ctx.applySync((comm) => {
          if (comm.rank === comm.size - 1) throw new Error('no')
        }),
      { code: 'ERR_ENGINE', message: `the function failed on rank ${n - 1} of ${n}: no` },
      'a failure, on all ranks',
    )
    t.throws(() => ctx.applySync(async () => 1), { code: 'ERR_CONTEXT', message: /promise/ }, 'an async function')
    t.equal(await a.get([1]), 10, 'after which all goes on')
  })

  await t.test('elements of every dtype, wherever they are', async (t) => {
    await using ctx = Context.spmd()
    for (const dtype of dtypes) {
      using zero = ctx.zeros([2 * n], { dtype })
      using one = ctx.ones([2 * n], { dtype })
      const [no, yes] = [constantOf(dtype, 0), constantOf(dtype, 1)]
      for (let i = 0; i < 2 * n; i++) t.same([zero.getSync([i]), one.getSync([i])], [no, yes], `${dtype} at ${i}`)
    }
    using large = ctx.full([n], 2n ** 64n - 1n, { dtype: 'uint64' })
    t.equal(large.getSync([n - 1]), 2n ** 64n - 1n, 'the largest')
    using negative = ctx.full([n], -0)
    t.equal(negative.getSync([n - 1]), -0, 'the sign of zero as well')
    using inPlace = ctx.full([n], 2, { dtype: 'float32' })
    inPlace.local().data[0] = comm.rank
    using sum = inPlace.add(inPlace)
    t.equal(sum.getSync([n - 1]), 2 * (n - 1), 'what was written to a piece')
  })

  await t.test('values of several calls at the same time', async (t) => {
    await using ctx = Context.spmd()
    const first = await ctx.apply((comm) => Float64Array.of(comm.rank, 1))
    const [second, third] = await Promise.all([ctx.apply(() => new Float64Array(2)), ctx.apply(() => Float64Array.of(7, 7))])
    const each = (values: (rank: number) => number[]) => Array.from({ length: n }, (_, rank) => Float64Array.from(values(rank)))
    t.same(
      first,
      each((rank) => [rank, 1]),
      'what came with an earlier answer stays as it was',
    )
    t.same([second, third], [each(() => [0, 0]), each(() => [7, 7])], 'and what comes together is kept apart')
  })

  await t.test('a failure on one rank', async (t) => {
    const ctx = Context.spmd()
    using a = ctx.ones([n])
    const failing = ctx.register(function failing(rank: number, comm: Communicator) {
      if (comm.rank === rank) throw new RangeError('here only')
    })
    failing(n - 1)
    await t.rejects(
      () => a.get([0]),
      { code: 'ERR_ENGINE', message: `failing failed on rank ${n - 1} of ${n}: here only` },
      'is told on all ranks by the next answer',
    )
    t.equal(await a.get([0]), 1, 'once')
    failing(n - 1)
    if (comm.rank === n - 1) await t.rejects(() => ctx.close(), { message: /here only/ }, 'and at the end where it happened')
    else await ctx.close()
    await t.rejects(() => ctx.sync(), { code: 'ERR_CONTEXT', message: /closed/ }, 'a closed context')
    t.throws(() => ctx.zeros([1]), { code: 'ERR_CONTEXT' }, 'makes nothing')
    t.throws(() => a.set([0], 1), { code: 'ERR_CONTEXT' }, 'nor do its arrays')
    a.free()
    await ctx.close()
  })

  await t.test('two contexts', async (t) => {
    await using one = Context.spmd()
    await using two = Context.spmd()
    using a = one.full([n], 1)
    using b = two.full([n], 2)
    t.same([await a.get([0]), await b.get([0])], [1, 2], 'do not mix')
    await t.rejects(() => two.apply((x) => x.size, [a]), { code: 'ERR_CONTEXT', message: /another one/ }, 'nor do their arrays')
    two.push({ value: 3 })
    await t.rejects(() => one.pull('value'), { code: 'ERR_ENGINE' }, 'nor their variables')
    await t.rejects(() => one.share('a', a), { code: 'ERR_UNSUPPORTED' }, 'there is nobody to share with')
    await t.rejects(() => one.shared('a'), { code: 'ERR_UNSUPPORTED' }, 'nor from')
    await t.rejects(() => one.restart(), { code: 'ERR_UNSUPPORTED' }, 'no restart')
  })

  await t.test('a context on some ranks', async (t) => {
    using half = comm.split(comm.rank % 2)!
    await using ctx = Context.spmd(half)
    t.equal(ctx.engines, half.size, 'engines')
    t.same(await ctx.apply((c) => c.allreduce(inPlace, Int32Array.of(1))[0]), new Array(half.size).fill(half.size), 'functions')
  })

  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  finalize()
})
