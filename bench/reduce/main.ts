// Reductions and running sums of 20M float64: ours and mpi4py on 2 ranks, NumPy, and what C can do, taking turns.
// usage: npm run bench:reduce [-- --length 20000000 --rounds 7]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'
import { median } from '../support/statistics.js'

const { values: options } = parseArgs({
  options: { length: { type: 'string', default: '20000000' }, rounds: { type: 'string', default: '7' } },
})
const ranks = 2
const source = (name: string): string => fileURLToPath(new URL(`../../../bench/reduce/${name}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'distarray-bench-'))
const limit = join(folder, 'limit')

type Times = Readonly<Record<string, number>>

function run(program: string, args: readonly string[], isParallel: boolean): Times | undefined {
  const job = isParallel ? mpiexecCommand({ ranks, program, args: [...args] }) : { command: program, args: [...args], env: {} }
  const { status, stdout } = spawnSync(job.command, job.args, { env: { ...process.env, ...job.env }, encoding: 'utf8' })
  return status === 0 ? (JSON.parse(stdout.slice(stdout.indexOf('{'), stdout.lastIndexOf('}') + 1)) as Times) : undefined
}

const { length } = options
const peers: Readonly<Record<string, () => Times | undefined>> = {
  ours: () => run(process.execPath, [fileURLToPath(new URL('./ours.js', import.meta.url)), length], true),
  NumPy: () => run('/usr/bin/python3', [source('numpy_peer.py'), length], false),
  mpi4py: () => run('/usr/bin/python3', [source('numpy_peer.py'), length, 'mpi'], true),
  C: () => run(limit, [length], true),
}
try {
  spawnSync('mpicc', ['-O3', '-march=native', '-ffast-math', source('limit.c'), '-o', limit], { stdio: 'inherit' })
  const found = new Map(Object.keys(peers).map((name) => [name, [] as Times[]]))
  for (let round = 0; round < Number(options.rounds); round++)
    for (const [name, measure] of Object.entries(peers)) {
      const times = measure()
      if (times) found.get(name)?.push(times)
    }
  console.log(machineLine(ranks))
  const of = (name: string, what: string): number => median((found.get(name) ?? []).flatMap((times) => times[what] ?? []))
  console.log('                    ours, ms   NumPy / ours   mpi4py / ours   C / ours')
  for (const what of Object.keys(found.get('ours')?.[0] ?? {})) {
    const own = of('ours', what)
    const cells = ['NumPy', 'mpi4py', 'C'].map((name) => (of(name, what) / own).toFixed(2).replace('NaN', '-'))
    console.log(
      `${what.padEnd(18)} ${own.toFixed(2).padStart(9)} ${cells[0]?.padStart(14)} ${cells[1]?.padStart(15)} ${cells[2]?.padStart(10)}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
