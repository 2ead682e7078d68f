// What a hand-over costs: array -> PETSc Vec and -> Tpetra vector on 2 pinned ranks, 10^3 .. 10^8 elements.
// usage: npm run bench:handoff [-- --largest 8]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'

const { values: options } = parseArgs({ options: { largest: { type: 'string', default: '8' } } })
const ranks = 2
console.log(machineLine(ranks))
const program = fileURLToPath(new URL('./measure.js', import.meta.url))
const job = mpiexecCommand({ ranks, program: process.execPath, args: [program, options.largest] })
const run = spawnSync(job.command, ['--bind-to', 'core', ...job.args], { env: { ...process.env, ...job.env }, stdio: 'inherit' })
process.exitCode = run.status ?? 1
