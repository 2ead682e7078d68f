// Reductions and running sums of 20M float64: ours and mpi4py on 2 ranks, NumPy, and what C can do on 2 ranks. All of them live as long as
// the measurement and take turns of three runs each, of which the median counts; who is not asked sleeps.
// usage: npm run bench:reduce [-- --length 20000000 --rounds 11 --only sum]
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
  options: {
    length: { type: 'string', default: '20000000' },
    rounds: { type: 'string', default: '11' },
    only: { type: 'string', default: '' },
  },
})
const ranks = 2
const { length } = options

/** The median of a party's times over that of ours. */
function ratio(times: readonly number[], ours: readonly number[]): string {
  return times.length === 0 ? '-' : (median(times) / median(ours)).toFixed(2)
}

type Party = 'ours' | 'NumPy' | 'mpi4py' | 'C'
const everyone: readonly Party[] = ['ours', 'NumPy', 'mpi4py', 'C']
const parties: Readonly<Record<string, readonly Party[]>> = {
  sum: everyone,
  std: everyone,
  max: everyone,
  argmax: everyone,
  cumulativeSum: everyone,
  'sum and std': ['ours'],
  'reproducible sum': ['ours'],
  '1000 sums of 8': ['ours', 'NumPy', 'mpi4py'],
}

const source = (name: string): string => fileURLToPath(new URL(`../../../bench/reduce/${name}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'distarray-bench-'))
try {
  const limit = join(folder, 'limit')
  const flags = ['-O3', '-march=native', '-mprefer-vector-width=512', '-ffast-math']
  spawnSync('mpicc', [...flags, source('limit.c'), '-o', limit, '-lm'], { stdio: 'inherit' })
  console.log(machineLine(ranks))
  const python = '/usr/bin/python3'
  const runners: Readonly<Record<Party, Runner>> = {
    ours: new Runner(
      mpiexecCommand({ ranks, program: process.execPath, args: [fileURLToPath(new URL('./ours.js', import.meta.url)), length] }),
    ),
    NumPy: new Runner({ command: python, args: [source('numpy_peer.py'), length], env: {} }),
    mpi4py: new Runner(mpiexecCommand({ ranks, program: python, args: [source('numpy_peer.py'), length, 'mpi'] })),
    C: new Runner(mpiexecCommand({ ranks, program: limit, args: [length] })),
  }
  console.log('                    ours, ms   NumPy / ours   mpi4py / ours   C / ours')
  for (const [workload, present] of Object.entries(parties)) {
    if (!workload.includes(options.only)) continue
    const found: Record<Party, number[]> = { ours: [], NumPy: [], mpi4py: [], C: [] }
    // The first two rounds, in which memory is touched and code compiled, do not count.
    for (let round = -2; round < Number(options.rounds); round++)
      for (const party of present) {
        const turn: number[] = []
        for (let k = 0; k < 3; k++) turn.push(await runners[party].run(workload))
        if (round >= 0) found[party].push(median(turn))
      }
    const own = found.ours
    const cells = [
      workload.padEnd(18),
      median(own).toFixed(2).padStart(9),
      ratio(found.NumPy, own).padStart(14),
      ratio(found.mpi4py, own).padStart(15),
      ratio(found.C, own).padStart(10),
    ]
    console.log(cells.join(' '))
  }
  for (const runner of Object.values(runners)) await runner.end()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
