/* What an MPI job whose rank 0 is the client could not do before: its engines do other things between calls, and end in order. */
import { setTimeout as pause } from 'node:timers/promises'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'

const ctx = await Context.mpi()
await ctx.apply(async (comm) => {
  const { writeSync } = await import('node:fs')
  const seen = { ticks: 0 }
  setInterval(() => seen.ticks++, 2).unref()
  process.on('exit', (code) => writeSync(1, `engine ${comm.rank} ends with code ${code}${seen.ticks > 5 ? ' after some ticks' : ''}\n`))
})
// The engines have nothing to do meanwhile.
await pause(300)
ctx.ones([100]).fill(2)
await ctx.close()
finalize()
console.log(`the client goes on with ${memoryStatistics().liveBytes} bytes`)
