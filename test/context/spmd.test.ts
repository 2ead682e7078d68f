// @ranks 1 2 3 4 7
// The program of all modes, and what only SPMD has.
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'
import { program } from './program.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  await t.test('the program of all modes', async (t) => {
    await using ctx = Context.spmd()
    await program(ctx, t)
  })
  t.equal(memoryStatistics().liveBytes, 0, 'nothing is left')
  finalize()
})
