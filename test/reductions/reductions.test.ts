// @ranks 1 2 3 4 7
// Reductions and cumulative functions against NumPy, over all distributions.
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'
import { Numpy } from '../support/numpy.js'
import { runReductions } from './random-cases.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 300 }, async (t) => {
  const comm = world()
  // More ranks than cores take turns.
  const runs = Number(process.env.DISTARRAY_TEST_RUNS ?? (comm.size > 2 ? 60 : 300))
  const seed = comm.bcast(Int32Array.of(Number(process.env.DISTARRAY_TEST_SEED ?? Date.now() % 2 ** 31)), 0)[0] as number
  const ctx = Context.spmd()
  const numpy = comm.rank === 0 ? await Numpy.start() : undefined
  const wrong = await runReductions(ctx, numpy, { seed, runs })
  t.same(wrong.slice(0, 5), [], `${runs} cases of seed ${seed}: ${wrong.length} differ from NumPy`)
  await numpy?.close()
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  finalize()
})
