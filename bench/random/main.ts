// Random arrays of float64: ours on 2 ranks against NumPy's fastest generator, round by round in turn.
// usage: npm run bench:random [-- --ranks 2 --millions 20 --rounds 9]
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { machineLine } from '../support/machine.js'
import { Runner } from '../support/runner.js'
import { median } from '../support/statistics.js'

const { values: options } = parseArgs({
  options: {
    ranks: { type: 'string', default: '2' },
    millions: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '9' },
  },
})
const ranks = Number(options.ranks)
const rounds = Number(options.rounds)
const length = Number(options.millions) * 1e6

console.log(machineLine(ranks))
const program = fileURLToPath(new URL('./measure.js', import.meta.url))
const job = mpiexecCommand({ ranks, program: process.execPath, args: [program, String(length)] })
const ours = new Runner(job)
const script = fileURLToPath(new URL('../../../bench/random/numpy_random.py', import.meta.url))
const numpy = new Runner({ command: '/usr/bin/python3', args: [script, String(length)], env: {} })
const generators = ['PCG64', 'Philox', 'SFC64']

console.log('workload   ours ns   NumPy ns (fastest of PCG64, Philox, SFC64)   times NumPy')
for (const workload of ['normal', 'uniform']) {
  const mine: number[] = []
  const theirs = generators.map((): number[] => [])
  // The first round, which touches the memory for the first time, does not count.
  for (let round = 0; round <= rounds; round++) {
    const seconds = await ours.run(workload)
    if (round > 0) mine.push(seconds)
    for (const [g, generator] of generators.entries()) {
      const others = await numpy.run(`${workload} ${generator}`)
      if (round > 0) theirs[g]?.push(others)
    }
  }
  const medians = theirs.map(median)
  const fastest = Math.min(...medians)
  const nanoseconds = (seconds: number): string => ((1e9 * seconds) / length).toFixed(2)
  const cells = [
    workload.padEnd(8),
    nanoseconds(median(mine)).padStart(9),
    `${nanoseconds(fastest)} ${generators[medians.indexOf(fastest)]}`.padStart(20),
    (fastest / median(mine)).toFixed(2).padStart(36),
  ]
  console.log(cells.join(' '))
}
await ours.end()
await numpy.end()
