// @ranks 1 2 3 4 7
// Random programs against lists: in SPMD, with engines that are launched, and in an MPI job whose rank 0 is the client.
import { fileURLToPath } from 'node:url'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { mpiTest, runProcess } from '../support/mpi-test.js'
import { runRandomPrograms } from './random-programs.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 300 }, async (t) => {
  const comm = world()
  const seed = comm.bcast(Int32Array.of(Date.now() % 2 ** 31), 0)[0] as number
  const ctx = Context.spmd()
  t.equal(await runRandomPrograms(ctx, { seed, runs: 500 }), undefined, `500 programs of seed ${seed}`)
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  finalize()
})

if (process.env.DISTARRAY_TEST_OUT === undefined) {
  const { t } = await import('tap')
  const main = fileURLToPath(new URL('./random-main.js', import.meta.url))
  for (const [mode, engines] of [
    ['launch', 2],
    ['launch', 3],
    ['mpi', 2],
  ] as const)
    await t.test(`${mode}, ${engines} engines`, { timeout: 0 }, async (t) => {
      const args = [main, '--mode', mode, '--engines', String(engines), '--runs', '300']
      const { code, output } = await runProcess(process.execPath, args, { timeout: 120 })
      t.equal(code, 0, 'the job ends well', { output })
      t.match(output, /^300 programs .* agree with lists, seed \d+, .* 0 bytes are left$/m, 'and nothing differs', { output })
    })
}
