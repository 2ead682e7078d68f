// The program of all modes, with engines that it launches, and in an MPI job whose rank 0 is the client.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Context } from '../../cluster/context.js'
import { runJob } from '../support/mpi-test.js'
import { PlainChecks } from '../support/plain-checks.js'
import { program } from './program.js'

t.test('launch', { timeout: 0 }, async (t) => {
  const checks = new PlainChecks()
  const ctx = await Context.launch({ engines: 3 })
  await program(ctx, checks)
  await ctx.close()
  t.match(checks.summary, /^[1-9]\d+ passed, 0 failed$/)
})

t.test('mpi', { timeout: 0 }, async (t) => {
  const { code, output } = await runJob(3, [fileURLToPath(new URL('./mpi-main.js', import.meta.url))], { timeout: 60 })
  t.equal(code, 0)
  t.match(output, /[1-9]\d+ passed, 0 failed/)
})
