// Seconds per CG iteration (1024 x 1024 five-point Poisson, Jacobi, 2 ranks): distarray, petsc4py and C, interleaved.
// usage: npm run bench:ksp [-- --edge 1024 --iterations 100 --repeats 3 --rounds 7]
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'
import { median, quantile } from '../support/statistics.js'

const { values: options } = parseArgs({
  options: {
    edge: { type: 'string', default: '1024' },
    iterations: { type: 'string', default: '100' },
    repeats: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '7' },
  },
})
const ranks = 2
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Compile the C program and return its path. */
function compileLimit(): string {
  const folder = `${root}build/bench`
  mkdirSync(folder, { recursive: true })
  const out = `${folder}/poisson`
  const script = `gcc -O3 -o '${out}' '${root}bench/ksp/poisson.c' $(pkg-config --cflags --libs PETSc ompi-c) -lm`
  const build = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
  if (build.status !== 0) throw new Error(`The C program does not compile:\n${build.stderr}`)
  return out
}

/** Run one program on two pinned ranks; seconds per iteration, the median of its repeats. */
function measure(program: string, args: string[]): number {
  const job = mpiexecCommand({ ranks, program, args: [...args, options.edge, options.iterations, options.repeats] })
  const run = spawnSync(job.command, ['--bind-to', 'core', ...job.args], { env: { ...process.env, ...job.env }, encoding: 'utf8' })
  const seconds = run.stdout.split('\n').filter(Boolean).map(Number)
  if (run.status !== 0 || seconds.length !== Number(options.repeats) || seconds.some(Number.isNaN))
    throw new Error(`${program} ${args.join(' ')} failed (code ${run.status}):\n${run.stdout}${run.stderr}`)
  return median(seconds)
}

// Debian's Python, for which python3-petsc4py is packaged; another python3 may come first in the path.
const python = '/usr/bin/python3'
if (spawnSync(python, ['-c', 'import petsc4py']).status !== 0)
  throw new Error('petsc4py is missing; install it with: bash scripts/setup.sh --developer')

const programs = [
  { name: 'distarray', program: process.execPath, args: [fileURLToPath(new URL('./poisson.js', import.meta.url))] },
  { name: 'C', program: compileLimit(), args: [] },
  { name: 'petsc4py', program: python, args: [`${root}bench/ksp/poisson.py`] },
]
console.log(machineLine(ranks))
console.log(
  `CG + Jacobi, ${options.edge} x ${options.edge}, ${options.iterations} iterations x ${options.repeats}, ${options.rounds} rounds, milliseconds per iteration`,
)
const seconds = new Map(programs.map(({ name }) => [name, [] as number[]]))
for (let round = 0; round < Number(options.rounds); round++) {
  for (const { name, program, args } of programs) seconds.get(name)!.push(measure(program, args))
  console.log(`round ${round + 1}: ${programs.map(({ name }) => `${name} ${(seconds.get(name)!.at(-1)! * 1e3).toFixed(3)}`).join(', ')}`)
}
const ours = seconds.get('distarray')!
for (const { name } of programs) console.log(`${name.padEnd(10)} median ${(median(seconds.get(name)!) * 1e3).toFixed(3)} ms`)
for (const name of ['C', 'petsc4py']) {
  const ratios = seconds.get(name)!.map((other, round) => ours[round]! / other)
  console.log(
    `distarray / ${name.padEnd(8)} median ${median(ratios).toFixed(3)}, quartiles ${quantile(ratios, 0.25).toFixed(3)} .. ${quantile(ratios, 0.75).toFixed(3)} (goal: at most 1.02)`,
  )
}
