// What one step on 8 elements costs in SPMD, where everything but overhead is nothing: a forced add by a method and by a function, a
// forced expression of three operations, an element, the sum as a number, making and freeing; against the same steps in NumPy with
// mpi4py. Both are started in turn, and medians are taken over the rounds.
// usage: npm run bench:overhead [-- --rounds 5 --ranks 1,2]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'
import { median } from '../support/statistics.js'

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, ranks: { type: 'string', default: '1,2' } },
})
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Microseconds of wall time that a step may take. */
const goals: Readonly<Record<string, number>> = { add: 5, get: 1 }

/** Figures by the name of the step: wall time, processor time, and of ours MPI calls. */
type Figures = ReadonlyMap<string, readonly number[]>

/** Start a job and read its lines. */
function figures(ranks: number, program: string, args: readonly string[]): Figures {
  const job = mpiexecCommand({ ranks, program, args })
  const ended = spawnSync(job.command, job.args, { env: { ...process.env, ...job.env }, encoding: 'utf8' })
  if (ended.status !== 0) throw new Error(`${program} ended with ${ended.status}: ${ended.stderr}`)
  const lines = ended.stdout.trim().split('\n')
  return new Map(lines.map((line) => [line.split(' ')[0] as string, line.split(' ').slice(1).map(Number)]))
}

for (const ranks of options.ranks.split(',').map(Number)) {
  const ours: Figures[] = []
  const peers: Figures[] = []
  for (let round = 0; round < Number(options.rounds); round++) {
    ours.push(figures(ranks, process.execPath, [here('./steps.js')]))
    peers.push(figures(ranks, '/usr/bin/python3', [here('../../../bench/overhead/peer.py')]))
  }
  console.log(machineLine(ranks))
  console.log('step          us wall   processor  MPI calls   NumPy wall   processor   ours / NumPy (processor)   goal, us wall')
  const of = (all: readonly Figures[], name: string, k: number): number => median(all.map((figure) => figure.get(name)?.[k] ?? Number.NaN))
  for (const name of ours[0]?.keys() ?? []) {
    const [wall, processor, calls] = [of(ours, name, 0), of(ours, name, 1), of(ours, name, 2)]
    const ratios = ours.map((figure, k) => (figure.get(name)?.[1] ?? 0) / (peers[k]?.get(name)?.[1] ?? Number.NaN))
    const cells = [wall, processor, calls, of(peers, name, 0), of(peers, name, 1), median(ratios)]
    const goal = goals[name] === undefined ? '' : `${' '.repeat(20)}< ${goals[name]}: ${wall < goals[name] ? 'met' : 'missed'}`
    console.log(name.padEnd(12), ...cells.map((cell, k) => cell.toFixed(k === 2 ? 0 : 2).padStart(k === 0 ? 8 : 11)), goal)
  }
}
