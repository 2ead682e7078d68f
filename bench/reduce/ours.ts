// One rank of ours: reads workloads by name from the input of rank 0, and prints the milliseconds that each took until the last rank had
// its result.
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import type { DistArray } from '../../array/dist-array.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'

const length = Number(process.argv[2])
const comm = world()
const ctx = Context.spmd()
const x = ctx.fromFunction((i) => ((i * 2654435761) % 1000003) / 1000003, [length])
const small = ctx.ones([8])

type Workload = (x: DistArray<'float64'>) => unknown
const workloads: Readonly<Record<string, Workload>> = {
  sum: (x) => x.sum().itemSync(),
  std: (x) => x.std().itemSync(),
  max: (x) => x.max().itemSync(),
  argmax: (x) => x.argmax().itemSync(),
  cumulativeSum: (x) => x.cumulativeSum().free(),
  'sum and std': (x) => ctx.compute(x.sum(), x.std()).map((it) => it.itemSync()),
  'reproducible sum': (x) => x.sum({ reproducible: true }).itemSync(),
  '1000 sums of 8': () => {
    for (let k = 0; k < 1000; k++) small.sum().itemSync()
  },
}
// Compiled code is measured, as of the others.
for (const [name, body] of Object.entries(workloads)) for (let k = 0; k < (name.startsWith('1000') ? 3 : 500); k++) body(small)
const names = Object.keys(workloads)
const lines = comm.rank === 0 ? createInterface({ input: process.stdin })[Symbol.asyncIterator]() : undefined

for (;;) {
  const line = await lines?.next()
  // -1 ends the job.
  const chosen = Int32Array.of(line === undefined || line.done ? -1 : names.indexOf(line.value))
  // Ranks that wait leave the cores to the others.
  const told = comm.ibcast(chosen)
  while (!told.test()) await setTimeout(1)
  const body = workloads[names[chosen[0] as number] ?? '']
  if (body === undefined) break
  comm.barrier()
  const start = performance.now()
  body(x)
  comm.barrier()
  if (comm.rank === 0) process.stdout.write(`${performance.now() - start}\n`)
}
await ctx.close()
finalize()
