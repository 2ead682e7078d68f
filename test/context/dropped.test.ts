// Results that a program drops without freeing them: engines must not run out of memory, though JavaScript sees no need to collect.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { type JobResult, runJob, runProcess } from '../support/mpi-test.js'

const main = fileURLToPath(new URL('./dropped-main.js', import.meta.url))
/** Steps of 10 MB in all: 5 GB, of which no more than some 512 MiB per engine, and what was made between two answers, may be there. */
const steps = ['500', '1250000']
const limit = 800

function highest({ output }: JobResult): number {
  return Number(/^right, at most (\d+) MiB/m.exec(output)?.[1])
}

t.test('launched engines', { timeout: 0 }, async (t) => {
  const job = await runProcess(process.execPath, [main, 'launch', ...steps], { timeout: 300 })
  t.match(job, { code: 0, output: /^right/m })
  t.ok(highest(job) < limit, `at most ${highest(job)} MiB on an engine`)
})

t.test('SPMD', { timeout: 0 }, async (t) => {
  const job = await runJob(2, [main, 'spmd', ...steps], { timeout: 300 })
  t.match(job, { code: 0, output: /^right/m })
  t.ok(highest(job) < limit, `at most ${highest(job)} MiB on an engine`)
})
