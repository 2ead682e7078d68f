// Results that a program drops without freeing them: engines must not run out of memory, though JavaScript sees no need to collect.
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { type JobResult, runJob, runProcess } from '../support/mpi-test.js'

const main = fileURLToPath(new URL('./dropped-main.js', import.meta.url))
/**
 * Steps of 10 MB in all: 5 GB, of which no more than some 512 MiB per engine, and what was made between two answers, may be there.
 * DISTARRAY_TEST_DROPPED=10000 makes 100 GB.
 */
const count = Number(process.env.DISTARRAY_TEST_DROPPED ?? 500)
const steps = [String(count), '1250000']
const timeout = Math.max(300, count)
const limit = 800 // MiB of arrays
const most = 1500 // MiB of a process, with V8 and MPI

function check(t: Test, job: JobResult): void {
  t.match(job, { code: 0, output: /^right/m })
  const line = /^right, at most (\d+) MiB of arrays; the processes had at most (\d+) and (\d+) MiB$/m.exec(job.output) ?? []
  const [arrays, ...processes] = line.slice(1).map(Number)
  t.ok((arrays as number) < limit, `at most ${arrays} MiB of arrays on an engine`)
  t.ok(Math.max(...processes) < most, `at most ${processes.join(' and ')} MiB of the processes, in ${Math.round(job.seconds)} s`)
}

t.test('launched engines', { timeout: 0 }, async (t) => {
  check(t, await runProcess(process.execPath, [main, 'launch', ...steps], { timeout }))
})

t.test('SPMD', { timeout: 0 }, async (t) => {
  check(t, await runJob(2, [main, 'spmd', ...steps], { timeout }))
})
