// One line per step: its name, microseconds of wall time and of processor time on rank 0, and its MPI calls there. Started by main.ts.
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { countCalls, stepsOf, type Workload } from './workloads.js'

const batch = 20_000
const times: Partial<Record<Workload, readonly [wall: number, processor: number]>> = {}
const ctx = Context.spmd()
for (const [name, step] of Object.entries(stepsOf(ctx))) {
  // The first rounds are of new code.
  for (let round = 0; round < 3; round++) {
    await new Promise(setImmediate)
    world().barrier()
    const used = process.cpuUsage()
    const start = performance.now()
    for (let i = 0; i < batch; i++) step()
    const elapsed = performance.now() - start
    const { user, system } = process.cpuUsage(used)
    times[name as Workload] = [(1000 * elapsed) / batch, (user + system) / batch]
  }
}
await ctx.close()

const calls = countCalls()
const counted = Context.spmd()
for (const [name, step] of Object.entries(stepsOf(counted))) {
  step()
  const before = calls()
  step()
  if (world().rank === 0) console.log(`${name} ${times[name as Workload]?.join(' ')} ${calls() - before}`)
}
await counted.close()
finalize()
