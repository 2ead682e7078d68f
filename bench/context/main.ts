// What contexts cost, with 2 engines: starting them, calls nobody waits for, calls that are awaited, and 256 MB there and back.
// usage: npm run bench:context [-- --engines 2 --megabytes 256]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'

const { values: options } = parseArgs({
  options: {
    engines: { type: 'string', default: '2' },
    megabytes: { type: 'string', default: '256' },
  },
})
const engines = Number(options.engines)
console.log(machineLine(engines))
console.log('mode     start ms   calls/s   no-op, awaited, us: median    p90    get us   to engines GB/s   from engines GB/s')
const program = fileURLToPath(new URL('./measure.js', import.meta.url))

for (const mode of ['launch', 'mpi', 'spmd']) {
  const args = [program, mode, options.engines, options.megabytes]
  const ranks = { launch: 1, mpi: engines + 1, spmd: engines }[mode]!
  const job = ranks === 1 ? { command: process.execPath, args, env: {} } : mpiexecCommand({ ranks, program: process.execPath, args })
  const run = spawnSync(job.command, job.args, { env: { ...process.env, ...job.env }, stdio: 'inherit' })
  process.exitCode ||= run.status ?? 1
}
