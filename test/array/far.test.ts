// @ranks 1 2
// Arrays of more than 2^31 elements: fused ones that take no memory, and one of int8 that does.
import { multiply } from '../../array/functions/arithmetic.js'
import { equal, greaterEqual } from '../../array/functions/comparison.js'
import { availableMemory } from '../../bindings/available-memory.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'

const n = 2 ** 31 + 1001
const far = 2 ** 31 + 7
const hasMemory = availableMemory() > 8e9

await mpiTest(import.meta.url, { ranks: [1, 2], timeout: 300 }, async (t) => {
  const comm = world()
  const ctx = Context.spmd()

  const indices = ctx.arange(BigInt(n))
  const found = equal(indices, BigInt(far))
  const beyond = greaterEqual(indices, BigInt(2 ** 31))
  const [place, count] = ctx.compute(found.argmax(), beyond.countNonzero())
  t.equal(await place.item(), BigInt(far), 'argmax of an expression of indices')
  t.equal(await count.item(), 1001n, 'countNonzero')
  for (const array of [place, count, found, beyond, indices]) array.free()

  const [rows, columns] = [2 ** 15 + 1, 2 ** 16 + 1]
  const x = ctx.zeros([rows, 1], { dtype: 'int8' }).set([rows - 1, 0], 1)
  const y = ctx.zeros([columns], { dtype: 'int8' }).set([columns - 1], 1)
  const outer = multiply(x, y)
  const [last, lastColumn] = ctx.compute(outer.argmax(), outer.sum({ axis: 0 }))
  t.equal(await last.item(), BigInt(rows * columns - 1), 'argmax of a broadcast product')
  t.equal(await lastColumn.get([columns - 1]), 1n, 'a sum along one axis')
  for (const array of [last, lastColumn, outer, x, y]) array.free()

  if (comm.size === 1 && hasMemory) {
    const a = ctx.zeros([n], { dtype: 'int8' })
    a.set([far], 5).set([n - 1], 2)
    t.equal(await a.get([far]), 5, 'set and get')
    t.equal(await a.sum().item(), 7n, 'sum')
    t.equal(await a.argmax().item(), BigInt(far), 'argmax')
    t.equal(await a.countNonzero().item(), 2n, 'countNonzero')
    a.addInPlace(a)
    t.equal(await a.get([far]), 10, 'in place')
    a.cumulativeSum({ dtype: 'int8', out: a })
    const elements: number[] = []
    for (const index of [0, far - 1, far, n - 2, n - 1]) elements.push((await a.get([index])) as number)
    t.same(elements, [0, 0, 10, 10, 14], 'cumulativeSum')
    a.free()
  }
  await ctx.close()
  finalize()
})

if (process.env.DISTARRAY_TEST_OUT === undefined && !hasMemory) {
  const { t } = await import('tap')
  t.comment(`SKIPPED: an array of ${n} bytes, because less than 8 GB are free`)
}
