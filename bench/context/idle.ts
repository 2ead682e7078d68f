// What engines use of a processor while nothing is asked of them, as the operating system counts it.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { finalize } from '../../bindings/exit.js'
import { open } from './support.js'

const [mode, engines, seconds] = process.argv.slice(2)
/** The operating system counts in hundredths of a second. */
const ticksPerSecond = 100

/** Processor time of a process so far, user and system, in seconds. */
function used(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

const ctx = await open(mode!, Number(engines))
const pids = [...(await ctx.apply(() => process.pid)), process.pid] as number[]
await sleep(5000) // what starting left to do is done
const before = pids.map(used)
await sleep(1000 * Number(seconds))
const percent = pids.map((pid, i) => ((100 * (used(pid) - before[i]!)) / Number(seconds)).toFixed(2))
console.log(`${mode!.padEnd(6)} ${percent.slice(0, -1).join(' ')}; ${percent.at(-1)}`)
await ctx.close()
finalize()
