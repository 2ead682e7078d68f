import { fileURLToPath } from 'node:url'
import t from 'tap'
import { runCli } from '../support/cli.js'
import { runJob } from '../support/mpi-test.js'

const program = fileURLToPath(new URL('./mpi-client.js', import.meta.url))

for (const ranks of [2, 3, 4, 5, 8])
  t.test(`a client and ${ranks - 1} engines`, { timeout: 0 }, async (t) => {
    const job = await runJob(ranks, [program, 'all'], { timeout: 120 })
    t.equal(job.code, 0, 'the job ends well', { output: job.output })
    t.match(job.output, /^end of all$/m, 'the client reaches its end', { output: job.output })
    t.notMatch(job.output, /^Uncaught|Error:/m, 'nobody complains')
  })

t.test('a job of one rank has no engines', { timeout: 0 }, async (t) => {
  const job = await runJob(1, [program, 'alone'], { timeout: 60 })
  t.equal(job.code, 0, 'an error that says so', { output: job.output })
})

t.test('a program that ends without closing its context', { timeout: 0 }, async (t) => {
  const job = await runCli(['run', '-n', '3', program, 'forgetful'])
  t.equal(job.code, 0, 'ends well under distarray run', { output: job.stdout + job.stderr })
  t.same(job.leftBehind, [], 'nothing stays')
})

t.test('an engine throws while others wait for it', { timeout: 0 }, async (t) => {
  const job = await runCli(['run', '-n', '3', program, 'stuck'])
  t.match(job.stdout, /^ok told$/m, 'the client is told which, and where the others are', { output: job.stdout + job.stderr })
  t.notOk(job.timedOut, 'the job ends')
  t.equal(job.code, 1, 'as the client wants')
  t.same(job.leftBehind, [], 'nothing stays')
})
