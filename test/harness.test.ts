// The parallel test helper must notice everything that can go wrong on one rank.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runProcess } from './support/mpi-test.js'

const body = fileURLToPath(new URL('./fixtures/misbehaving-body.js', import.meta.url))
const run = (how: string) => runProcess(process.execPath, [body, how], { timeout: 60 })

t.test('a body that behaves passes', async (t) => {
  const job = await run('')
  t.equal(job.code, 0, job.output)
  t.match(job.output, /rank 1 reaches the end/)
})

t.test('a failed assertion on one rank fails the file and names rank, assertion and values', async (t) => {
  const job = await run('fails')
  t.not(job.code, 0)
  t.match(job.output, /not ok .* rank 1: adds up/)
  t.match(job.output, /2 !== 3/)
})

t.test('a throw on one rank fails the file and shows the stack', async (t) => {
  const job = await run('throws')
  t.not(job.code, 0)
  t.match(job.output, /not ok .* rank 1 reaches the end; its last assertion was 'starts well'/)
  t.match(job.output, /thrown by the body/)
})

t.test('a killed rank fails the file', async (t) => {
  const job = await run('dies')
  t.not(job.code, 0)
  t.match(job.output, /not ok .* rank 1 reaches the end/)
})

t.test('a hanging rank is ended by the timeout, and what hung is named', async (t) => {
  const job = await run('hangs')
  t.not(job.code, 0)
  t.match(job.output, /not ok .* job ends before the timeout/)
  t.match(job.output, /not ok .* rank 1 reaches the end; its last assertion was 'starts well'/)
})
