// What contexts cost, with 2 engines: starting them, calls nobody waits for, calls that are awaited, 256 MB there and back, and idling.
// usage: npm run bench:context [-- --engines 2 --megabytes 256 --rounds 7 --seconds 20 --only calls|transfer|idle --mode launch|mpi|spmd]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'

const { values: options } = parseArgs({
  options: {
    engines: { type: 'string', default: '2' },
    megabytes: { type: 'string', default: '256' },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '20' },
    only: { type: 'string' },
    mode: { type: 'string' },
  },
})
const engines = Number(options.engines)
console.log(machineLine(engines))

const parts = [
  {
    name: 'calls',
    heading: 'mode     start ms   calls/s   no-op, awaited, us: median    p90    get us',
    args: [],
    modes: ['launch', 'mpi', 'spmd'],
  },
  {
    name: 'transfer',
    heading: 'mode   GB/s:   memcpy      shm file      to engines    from engines   to/memcpy   from/memcpy',
    args: [options.megabytes, options.rounds],
    modes: ['launch', 'mpi', 'spmd'],
  },
  { name: 'idle', heading: 'mode   processor while idle, %: each engine; the client', args: [options.seconds], modes: ['launch', 'mpi'] },
]

for (const { name, heading, args, modes } of parts) {
  if (options.only !== undefined && options.only !== name) continue
  console.log(heading)
  for (const mode of modes) if (options.mode === undefined || options.mode === mode) run(name, mode, args)
}

function run(part: string, mode: string, partArgs: readonly string[]): void {
  const args = [fileURLToPath(new URL(`./${part}.js`, import.meta.url)), mode, options.engines, ...partArgs]
  const ranks = { launch: 1, mpi: engines + 1, spmd: engines }[mode]!
  const job = ranks === 1 ? { command: process.execPath, args, env: {} } : mpiexecCommand({ ranks, program: process.execPath, args })
  const ended = spawnSync(job.command, job.args, { env: { ...process.env, ...job.env }, stdio: 'inherit' })
  process.exitCode ||= ended.status ?? 1
}
