// The program of users of elementwise functions in launch and MPI mode.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Context } from '../../cluster/context.js'
import { runJob } from '../support/mpi-test.js'
import { PlainChecks } from '../support/plain-checks.js'
import { explainedProgram } from './explained-program.js'
import { elementwiseProgram } from './user-program.js'

for (const engines of [1, 3])
  t.test(`launched, with ${engines} engine${engines === 1 ? '' : 's'}`, { timeout: 0 }, async (t) => {
    const checks = new PlainChecks()
    const ctx = await Context.launch({ engines })
    await elementwiseProgram(ctx, checks)
    await explainedProgram(ctx, checks, { seed: Date.now() % 2 ** 31, runs: 40 })
    await ctx.close()
    t.match(checks.summary, /^[1-9]\d+ passed, 0 failed$/)
  })

t.test('MPI, with 2 engines', { timeout: 0 }, async (t) => {
  const job = await runJob(3, [fileURLToPath(new URL('./mpi-main.js', import.meta.url))], { timeout: 120 })
  t.equal(job.code, 0, 'the job ends well', { output: job.output.slice(-4000) })
  t.match(job.output, /^[1-9]\d+ passed, 0 failed$/m, 'everything holds', { output: job.output.slice(-4000) })
})
