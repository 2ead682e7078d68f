// @ranks 1 2 3 4 7
// Every way of making arrays against NumPy, for random distributions.
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'
import { Numpy } from '../support/numpy.js'
import { runCreations } from './random-cases.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const ctx = Context.spmd()
  // Ranks that outnumber the cores take turns.
  const runs = comm.size > 4 ? 40 : 100
  const seed = comm.bcast(Int32Array.of(Date.now() % 2 ** 31), 0)[0] as number
  const numpy = comm.rank === 0 ? await Numpy.start() : undefined
  const wrong = await runCreations(ctx, numpy, { seed, runs })
  t.same(wrong.slice(0, 5), [], `${runs} arrays of seed ${seed}`)
  await numpy?.close()
  await ctx.close()
  finalize()
})
