// What validateCollective costs on 2 pinned ranks: block x block, and unstructured dimensions whose indices are counted.
// usage: npm run bench:validate [-- --elements 1e8 --indices 1e7]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'

const { values: options } = parseArgs({
  options: { elements: { type: 'string', default: '1e8' }, indices: { type: 'string', default: '1e7' } },
})
const ranks = 2
console.log(machineLine(ranks))
const program = fileURLToPath(new URL('./measure.js', import.meta.url))

// A job each, because the peak of a process's memory never falls.
for (const args of [
  ['blocks', options.elements],
  ['int32', options.indices],
  ['int64', options.indices],
  ['shared', options.indices],
]) {
  const job = mpiexecCommand({ ranks, program: process.execPath, args: [program, ...args] })
  const run = spawnSync(job.command, ['--bind-to', 'core', ...job.args], { env: { ...process.env, ...job.env }, stdio: 'inherit' })
  process.exitCode ||= run.status ?? 1
}
