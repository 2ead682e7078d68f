// @ranks 2 3
// A rank that cannot make its states makes the reduction fail everywhere, and none waits for it.
import type { DistArray } from '../../array/dist-array.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { UseAfterFreeError } from '../../protocol/errors.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [2, 3] }, async (t) => {
  await using ctx = Context.spmd()
  const { rank } = world()
  await t.test('one reduction, several, and one of many results', async (t) => {
    const reductions: readonly ((matrix: DistArray<'float64'>) => unknown)[] = [
      (matrix) => matrix.sum().itemSync(),
      (matrix) => matrix.argmax().itemSync(),
      (matrix) => ctx.compute(matrix.sum(), matrix.max()).map((it) => it.itemSync()),
      (matrix) => matrix.std({ axis: 0 }).getSync([0]),
    ]
    for (const reduce of reductions) {
      const matrix = ctx.ones([6, 4])
      const piece = matrix.local()
      if (rank === 1) piece.free()
      t.throws(() => reduce(matrix), UseAfterFreeError, `on rank ${rank}`)
    }
    t.equal(ctx.ones([5]).sum().itemSync(), 5, 'the ranks go on together')
  })
  finalize()
})
