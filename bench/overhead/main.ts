// What one step on 8 elements costs in SPMD, where everything but overhead is nothing: a forced add, a forced expression of three
// operations, an element, the sum as a number; against the same steps in NumPy with mpi4py, in the same run. The messages are those
// that JavaScript asks for: what native code sends to combine states comes on top.
// usage: npm run bench:overhead [-- --rounds 9 --ranks 1,2]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, ranks: { type: 'string', default: '1,2' } },
})
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Start a job and read its lines: figures by the name of the step. */
function figures(ranks: number, program: string, args: readonly string[]): Map<string, number[]> {
  const job = mpiexecCommand({ ranks, program, args })
  const ended = spawnSync(job.command, job.args, { env: { ...process.env, ...job.env }, encoding: 'utf8' })
  if (ended.status !== 0) throw new Error(`${program} ended with ${ended.status}: ${ended.stderr}`)
  const lines = ended.stdout.trim().split('\n')
  return new Map(lines.map((line) => [line.split(' ')[0] as string, line.split(' ').slice(1).map(Number)]))
}

for (const ranks of options.ranks.split(',').map(Number)) {
  console.log(machineLine(ranks))
  console.log('step          us wall   processor   messages   NumPy wall   processor   ours / NumPy (processor)')
  const ours = figures(ranks, process.execPath, [here('./steps.js'), options.rounds])
  const peer = figures(ranks, '/usr/bin/python3', [here('../../../bench/overhead/peer.py'), options.rounds])
  for (const [name, [wall = 0, processor = 0, messages = 0]] of ours) {
    const [peerWall = 0, peerProcessor = 0] = peer.get(name) ?? []
    const cells = [wall, processor, messages, peerWall, peerProcessor, processor / peerProcessor]
    console.log(name.padEnd(12), ...cells.map((cell, k) => cell.toFixed(k === 2 ? 0 : 2).padStart(k === 0 ? 8 : 11)))
  }
}
