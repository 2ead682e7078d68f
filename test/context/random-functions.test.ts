// Random creations, reductions and expressions against NumPy, where the program is a client of engines. In SPMD: test/creation,
// test/reductions and test/elementwise.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runJob, runProcess } from '../support/mpi-test.js'

const main = fileURLToPath(new URL('./random-functions-main.js', import.meta.url))
/** Of each kind. */
const runs = process.env.DISTARRAY_TEST_RUNS ?? '60'
const seed = process.env.DISTARRAY_TEST_SEED === undefined ? [] : [process.env.DISTARRAY_TEST_SEED]

for (const [mode, engines] of [
  ['launch', 1],
  ['launch', 3],
  ['mpi', 2],
] as const)
  t.test(`${mode}, ${engines} engine${engines === 1 ? '' : 's'}`, { timeout: 0 }, async (t) => {
    const args = [main, mode, String(engines), runs, ...seed]
    const options = { timeout: 240 }
    const job = mode === 'mpi' ? runJob(engines + 1, args, options) : runProcess(process.execPath, args, options)
    const { code, output } = await job
    t.equal(code, 0, 'the job ends well', { output: output.slice(-4000) })
    t.match(output, /^[1-9]\d+ arrays .* agree with NumPy, seed \d+, 0 bytes are left$/m, 'and nothing differs', {
      output: output.slice(-4000),
    })
  })
