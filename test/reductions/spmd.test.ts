// @ranks 2 7
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'
import { program } from './program.js'

await mpiTest(import.meta.url, { ranks: [2, 7] }, async (t) => {
  await t.test('reductions', async (t) => {
    await using ctx = Context.spmd()
    await program(ctx, t)
    t.equal(ctx.fromArray([1, 2, 3]).sum().itemSync(), 6, 'without a promise')
  })
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  finalize()
})
