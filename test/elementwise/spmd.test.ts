// @ranks 1 2 4
// The program of users of elementwise functions in SPMD, and what only SPMD has.
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import type { StridedBuffer } from '../../protocol/index.js'
import { mpiTest } from '../support/mpi-test.js'
import { elementwiseProgram } from './user-program.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 4], timeout: 120 }, async (t) => {
  const comm = world()
  const ctx = Context.spmd()
  await elementwiseProgram(ctx, t)

  await t.test('without promises', async (t) => {
    using a = ctx.ones([2 * comm.size])
    using b = a.add(1).computeSync()
    t.ok(!b.isPending, 'computed')
    const piece = a.local()
    using c = a.add(1)
    piece.data.fill(5)
    t.same([...c.toArraySync().data], [...b.toArraySync().data], 'what somebody has pieces of is read at once')
    a.assign(a.add(1))
    t.equal(piece.data[0], 6, 'and written where it is')
  })

  await t.test('memory that is shared in another order', async (t) => {
    using a = ctx.fromArray(
      Array.from({ length: 4 }, (_, i) => [4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3]),
      { dist: 'nn', targets: [0] },
    )
    if (comm.size > 1) return
    const own = a.local().__distarray__()
    const buffer = own.buffer as StridedBuffer
    const turned = { ...own, buffer: { ...buffer, strides: buffer.strides.toReversed() } }
    using transposed = ctx.fromDistArray({ __distarray__: () => turned })
    a.assign(transposed)
    t.same([...a.toArraySync().data].slice(0, 8), [0, 4, 8, 12, 1, 5, 9, 13], 'is read before it is overwritten')
  })

  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  finalize()
})
