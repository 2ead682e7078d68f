// @ranks 1 2 3 4
// The limits of the system that this project carries on, for arrays and functions: in SPMD, and with engines that are launched.
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'
import { PlainChecks } from '../support/plain-checks.js'
import { limits } from './limits.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4] }, async (t) => {
  await t.test('limits', async (t) => {
    await using ctx = Context.spmd()
    await limits(ctx, t)
  })
  t.equal(memoryStatistics().liveBytes, 0, 'nothing is left')
  finalize()
})

if (process.env.DISTARRAY_TEST_OUT === undefined) {
  const { t } = await import('tap')
  for (const engines of [1, 3])
    await t.test(`launched engines: ${engines}`, { timeout: 0 }, async (t) => {
      const checks = new PlainChecks()
      await using ctx = await Context.launch({ engines })
      await limits(ctx, checks)
      t.match(checks.summary, /^[1-9]\d+ passed, 0 failed$/)
    })
}
