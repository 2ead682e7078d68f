// @ranks 1 3
// Expressions that a loop makes longer and longer: what they read is bounded, and so is what they keep.
import type { DistArray } from '../../array/dist-array.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'

await mpiTest(import.meta.url, { ranks: [1, 3] }, async (t) => {
  const ctx = Context.spmd()

  await t.test('a sum of many arrays', (t) => {
    const steps = 100
    let total: DistArray = ctx.zeros([5], { dist: 'c' })
    let most = 0
    for (let i = 0; i < steps; i++) {
      using term = ctx.full([5], i)
      const next = total.add(term)
      total.free()
      total = next
      most = Math.max(most, total.explainData().operands.length)
    }
    t.ok(most > 8 && most <= 32, `at most ${most} arrays are read in one pass`)
    t.ok(memoryStatistics().liveBytes < steps * 8, 'the terms that were added are gone')
    t.same(total.toArraySync().toNested(), Array(5).fill((steps * (steps - 1)) / 2), 'the sum')
    total.free()
  })

  await t.test('a vector that is divided by its sum again and again', (t) => {
    let x: DistArray = ctx.arange(1, 6).copy()
    for (let i = 0; i < 100; i++) {
      using sum = x.sum()
      const next = x.divide(sum)
      x.free()
      x = next
    }
    t.ok(x.explainData().operands.length <= 32, 'reads few arrays')
    using sum = x.sum()
    t.ok(Math.abs(Number(sum.itemSync()) - 1) < 1e-15, 'the sum is 1')
    x.free()
  })

  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'nothing is left')
  finalize()
})
