// @ranks 1 2 3 4 7
// Random programs over random shapes, dtypes and distributions: lazy expressions of depth up to 6, writes of all kinds between, frees.
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'
import { Numpy } from '../support/numpy.js'
import { runExpressions } from './random-programs.js'

/** Programs by number of ranks; each compares about three expressions. Where ranks share cores, messages take their time. */
const programs: Readonly<Record<number, number>> = { 1: 3300, 2: 250, 3: 120, 4: 90, 7: 40 }

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 280 }, async (t) => {
  const comm = world()
  const seed = comm.bcast(Int32Array.of(Date.now() % 2 ** 31), 0)[0] as number
  const numpy = comm.rank === 0 ? await Numpy.start() : undefined
  const ctx = Context.spmd()
  const runs = programs[comm.size] as number
  const { compared, wrong } = await runExpressions(ctx, numpy, { seed, runs })
  t.same(wrong.slice(0, 5), [], `${compared} expressions of ${runs} programs of seed ${seed}`)
  t.ok(compared > 2.5 * runs, 'every program has some')
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  await numpy?.close()
  finalize()
})
