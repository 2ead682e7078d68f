// One line per step: its name, microseconds of wall time and of processor time on rank 0 (medians), messages. Started by main.ts.
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { median } from '../support/statistics.js'
import { messagesOf, stepsOf, type Workload } from './workloads.js'

const [rounds, only] = process.argv.slice(2)
const batch = 20_000
const ctx = Context.spmd()
const steps = stepsOf(ctx)
const { rank } = world()
for (const name of Object.keys(steps) as Workload[]) {
  if (only !== undefined && only !== name) continue
  const step = steps[name]
  const wall: number[] = []
  const processor: number[] = []
  for (let round = -1; round < Number(rounds); round++) {
    world().barrier()
    const used = process.cpuUsage()
    const start = performance.now()
    for (let i = 0; i < batch; i++) step()
    const elapsed = performance.now() - start
    const { user, system } = process.cpuUsage(used)
    if (round === -1) continue // code is new
    wall.push((1000 * elapsed) / batch)
    processor.push((user + system) / batch)
    await new Promise(setImmediate)
  }
  const messages = messagesOf(step)
  if (rank === 0) console.log(`${name} ${median(wall)} ${median(processor)} ${messages}`)
}
await ctx.close()
finalize()
