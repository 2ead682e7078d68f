// The example producer in Python: what it writes at 1 to 7 ranks passes the offline check.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { mpiexecCommand } from '../../cluster/mpiexec.js'
import { checkFiles } from '../../conformance/files/check-files.js'
import { isForFiles, writeCases } from '../../conformance/files/write-cases.js'
import { outcomeOf } from '../../conformance/result.js'
import { loadCases } from '../../conformance/vectors.js'
import { runProcess } from '../support/mpi-test.js'
import { findPython } from '../support/python.js'

const rankCounts = [1, 2, 3, 4, 6, 7]
const python = findPython('numpy', 'mpi4py')
const script = fileURLToPath(new URL('../../../examples/conformance/producer.py', import.meta.url))

async function run(ranks: number, ...args: string[]) {
  const launch = mpiexecCommand({ ranks, program: python!, args })
  return runProcess(launch.command, launch.args, { timeout: 120, env: launch.env })
}

/** Why there is nothing to test: this mpiexec may be of another MPI than the one mpi4py was built with. */
async function reasonToSkip(): Promise<string | false> {
  if (!python) return 'no Python with NumPy and mpi4py here: bash scripts/setup.sh installs them in a checkout'
  const probe = await run(2, '-c', 'from mpi4py import MPI; raise SystemExit(MPI.COMM_WORLD.size != 2)')
  return probe.code === 0 ? false : 'mpi4py of this Python does not run under this mpiexec'
}

t.test('producer.py', { skip: await reasonToSkip() }, async (t) => {
  const dir = t.testdir({})
  const cases = loadCases().filter(isForFiles)
  writeCases(dir, cases)
  for (const ranks of rankCounts) {
    const job = await run(ranks, script, dir)
    t.equal(job.code, 0, `${ranks} ranks`, job.code === 0 ? {} : { output: job.output.slice(-4000) })
  }
  const records = checkFiles(dir, cases)
  t.same(
    records.flatMap(({ results }) => results.filter(({ pass }) => !pass)),
    [],
  )
  for (const [k, record] of records.entries())
    t.equal(outcomeOf(record), rankCounts.includes(cases[k]!.ranks) ? 'pass' : 'skip', record.case)
  const features = new Set(cases.filter(({ ranks }) => rankCounts.includes(ranks)).flatMap((one) => one.features))
  for (const feature of ['padding', 'boundary-padding', 'periodic', 'cyclic', 'block-cyclic', 'unstructured', 'strided', 'extension'])
    t.ok(features.has(feature), `with ${feature}`)
})

t.test('it has at most the 60 lines that it takes to be read at once', async (t) => {
  const lines = readFileSync(script, 'utf8').trimEnd().split('\n')
  t.ok(lines.length <= 60 && lines.every((line) => line.length <= 120), `${lines.length} lines`)
})
