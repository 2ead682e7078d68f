// Random programs on distributed arrays against lists, in SPMD: npm run programs -- --runs 100000 --seed 7, also under mpiexec.
import { parseArgs } from 'node:util'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { runRandomPrograms } from './random-programs.js'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string' } } })
const comm = world()
const seed = values.seed === undefined ? (comm.bcast(Int32Array.of(Date.now() % 2 ** 31), 0)[0] as number) : Number(values.seed)
const runs = Number(values.runs)
const block = 1000
const ctx = Context.spmd()
for (let done = 0; done < runs; done += block) {
  const difference = await runRandomPrograms(ctx, { seed: seed + done / block, runs: Math.min(block, runs - done) })
  if (difference !== undefined) throw new Error(difference)
}
await ctx.close()
if (memoryStatistics().liveBytes !== 0) throw new Error(`${memoryStatistics().liveBytes} bytes are left`)
if (comm.rank === 0) console.log(`${runs} programs on ${comm.size} engines agree with lists, seed ${seed}`)
finalize()
