// One rank of bench/random: rank 0 reads workloads from its input, and prints the seconds that the slowest rank took.
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'

const length = Number(process.argv[2])
const comm = world()
const ctx = Context.spmd()
const stream = ctx.random.withSeed(1)
const workloads = ['normal', 'uniform'] as const
const names: readonly string[] = workloads
const lines = comm.rank === 0 ? createInterface({ input: process.stdin })[Symbol.asyncIterator]() : undefined

for (;;) {
  const line = await lines?.next()
  // -1 ends the job.
  const chosen = Int32Array.of(line === undefined || line.done ? -1 : names.indexOf(line.value))
  // Ranks that wait leave the cores to NumPy.
  const told = comm.ibcast(chosen)
  while (!told.test()) await setTimeout(1)
  const workload = workloads[chosen[0] as number]
  if (workload === undefined) break
  comm.barrier()
  const start = performance.now()
  const array = stream[workload]([length])
  comm.barrier()
  const seconds = (performance.now() - start) / 1000
  if (comm.rank === 0) process.stdout.write(`${seconds}\n`)
  array.free()
}
await ctx.close()
finalize()
