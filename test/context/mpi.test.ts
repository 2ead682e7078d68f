import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runJob } from '../support/mpi-test.js'

const main = fileURLToPath(new URL('./mpi-main.js', import.meta.url))

for (const engines of [1, 2, 3, 4, 7])
  t.test(`the program of all modes with ${engines} engine${engines === 1 ? '' : 's'}`, { timeout: 0 }, async (t) => {
    const job = await runJob(engines + 1, [main], { timeout: 180 })
    t.equal(job.code, 0, 'the job ends well', { output: job.output.slice(-4000) })
    t.match(job.output, /^[1-9]\d+ passed, 0 failed$/m, 'everything holds', { output: job.output.slice(-4000) })
  })
