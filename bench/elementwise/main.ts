// Expressions that are one pass over memory, as users write them, on 2 ranks: against NumPy, numexpr with 2 threads, NumPy on 2 ranks of
// mpi4py, and fused C with 2 threads, round by round in turn. Each both ways: into a new array, and into one that is there (C only the
// second).
// usage: npm run bench:elementwise [-- --millions 20 --rounds 9]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'
import { Runner } from '../support/runner.js'
import { median } from '../support/statistics.js'

const { values: options } = parseArgs({
  options: { millions: { type: 'string', default: '20' }, rounds: { type: 'string', default: '9' } },
})
const ranks = 2
const rounds = Number(options.rounds)
const length = String(Number(options.millions) * 1e6)
const source = (name: string): string => fileURLToPath(new URL(`../../../bench/elementwise/${name}`, import.meta.url))

/** How often as fast as a peer, and as C, each should be. */
const goals = {
  triad: { text: 'b + 3 * c', peer: 'numexpr', overPeer: 1.1, overC: 0.9 },
  mixed: { text: 'a * b - 4.1 * a > 2.5 * b', peer: 'numexpr', overPeer: 3, overC: 0.85 },
  trigonometric: { text: 'sin(a)**2 + cos(b)**2', peer: 'NumPy', overPeer: 4, overC: 0.85 },
} as const

const folder = mkdtempSync(join(tmpdir(), 'elementwise-'))
const limit = join(folder, 'limit')
const flags = [
  '-O3',
  '-march=native',
  '-mprefer-vector-width=512',
  '-ffast-math',
  '-fopenmp',
  source('limit.c'),
  '-o',
  limit,
  '-lmvec',
  '-lm',
]
if (spawnSync('gcc', flags, { stdio: 'inherit' }).status !== 0) process.exit(1)

function job(program: string, ...args: string[]): Runner {
  return new Runner(mpiexecCommand({ ranks, program, args }))
}

const python = '/usr/bin/python3'
const runners = {
  ours: job(process.execPath, fileURLToPath(new URL('./measure.js', import.meta.url)), length),
  // Threads that wait must not spin while others are measured.
  C: new Runner({ command: limit, args: [length], env: { OMP_NUM_THREADS: String(ranks), OMP_WAIT_POLICY: 'passive' } }),
  NumPy: new Runner({ command: python, args: [source('peer.py'), 'numpy', length], env: {} }),
  numexpr: new Runner({ command: python, args: [source('peer.py'), 'numexpr', length], env: {} }),
  mpi4py: job(python, source('peer.py'), 'mpi4py', length),
}
const names = Object.keys(runners) as (keyof typeof runners)[]

console.log(machineLine(ranks))
console.log(
  `form             ours ms  ${names
    .slice(1)
    .map((name) => name.padStart(8))
    .join(' ')}   speed over theirs`,
)
for (const [workload, goal] of Object.entries(goals)) {
  console.log(`${workload}: ${goal.text}; goals ${goal.overPeer}x ${goal.peer}, ${goal.overC}x C`)
  for (const form of ['new', 'out']) {
    const seconds = Object.fromEntries(names.map((name): [string, number[]] => [name, []]))
    // The first rounds, in which code and memory are new, do not count.
    for (let round = -2; round < rounds; round++)
      for (const name of names) {
        const taken = await runners[name].run(name === 'C' ? workload : `${workload} ${form}`)
        if (round >= 0) seconds[name]?.push(taken)
      }
    const milliseconds = names.map((name) => 1e3 * median(seconds[name] ?? []))
    const [ours = 0, ...others] = milliseconds
    const cells = milliseconds.map((time) => time.toFixed(2).padStart(8)).join(' ')
    const ratios = others.map((time, k) => `${(time / ours).toFixed(2)}x ${names[k + 1]}`).join(', ')
    console.log(`  ${form.padEnd(13)} ${cells}   ${ratios}`)
  }
}
for (const name of names) await runners[name].end()
rmSync(folder, { recursive: true })
