// @ranks 1 2 3 4 7
// What explain says is going to move, in SPMD.
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'
import { explainedProgram } from './explained-program.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const seed = comm.bcast(Int32Array.of(Date.now() % 2 ** 31), 0)[0] as number
  const ctx = Context.spmd()
  await explainedProgram(ctx, t, { seed, runs: comm.size > 2 ? 40 : 150 })
  await ctx.close()
  finalize()
})
