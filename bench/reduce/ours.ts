/* Reductions and running sums of 20M float64 in SPMD; prints the milliseconds of each round as JSON. */
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { median } from '../support/statistics.js'

const length = Number(process.argv[2])
const comm = world()
const ctx = Context.spmd()
const x = ctx.fromFunction((i) => ((i * 2654435761) % 1000003) / 1000003, [length])
const small = ctx.ones([8])

/** Median of `times` runs, each begun together. */
function timed(body: () => unknown, times = 5): number {
  body()
  const found = Array.from({ length: times }, () => {
    comm.barrier()
    const start = performance.now()
    body()
    comm.barrier()
    return performance.now() - start
  })
  return median(found)
}

const result = {
  sum: timed(() => x.sum().itemSync()),
  std: timed(() => x.std().itemSync()),
  'sum and std': timed(() => ctx.compute(x.sum(), x.std()).map((it) => it.itemSync())),
  'reproducible sum': timed(() => x.sum({ reproducible: true }).itemSync()),
  argmax: timed(() => x.argmax().itemSync()),
  cumulativeSum: timed(() => x.cumulativeSum().free()),
  'sum of 8, us': 1000 * timed(() => small.sum().itemSync(), 2001),
}
if (comm.rank === 0) console.log(JSON.stringify(result))
await ctx.close()
finalize()
