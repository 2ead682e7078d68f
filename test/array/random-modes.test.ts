// Random arrays with engines that are launched, and in an MPI job whose rank 0 is the client; SPMD is in random-orders.test.ts.
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { Context } from '../../cluster/context.js'
import { runJob } from '../support/mpi-test.js'
import { PlainChecks } from '../support/plain-checks.js'
import { program } from './random-program.js'

t.test('launch', { timeout: 0 }, async (t) => {
  const checks = new PlainChecks()
  await using ctx = await Context.launch({ engines: 3 })
  await program(ctx, checks)
  t.match(checks.summary, /^28 passed, 0 failed$/)
})

t.test('mpi', { timeout: 0 }, async (t) => {
  const main = fileURLToPath(new URL('./random-mpi-main.js', import.meta.url))
  for (const engines of [2, 4]) {
    const { code, output } = await runJob(engines + 1, [main], { timeout: 120 })
    t.equal(code, 0, `${engines} engines`, { output: output.slice(-4000) })
    t.match(output, /^28 passed, 0 failed$/m)
  }
})
