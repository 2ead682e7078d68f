// @ranks 1 2 3 4 7
// Every way of making arrays against NumPy, for random distributions.
import fc from 'fast-check'
import type { NDArray } from '../../array/nd-array.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { mismatches } from '../support/close.js'
import { mpiTest } from '../support/mpi-test.js'
import { Numpy } from '../support/numpy.js'
import { type CreationCase, creationCases } from './cases.js'

async function compare(numpy: Numpy, { python, arrays, closeness }: CreationCase, found: readonly NDArray[]): Promise<string[]> {
  const expected = await numpy.evaluate(python, arrays)
  if (expected.length !== found.length) return [`${python}: ${found.length} arrays`]
  return expected.flatMap((array, at) =>
    mismatches(found[at] as NDArray, array, closeness)
      .slice(0, 3)
      .map((line) => `${python}, array ${at} over ${array.shape}: ${line}`),
  )
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  const comm = world()
  const ctx = Context.spmd()
  // Ranks that outnumber the cores take turns.
  const runs = comm.size > 4 ? 40 : 100
  const seed = comm.bcast(Int32Array.of(Date.now() % 2 ** 31), 0)[0] as number
  const numpy = comm.rank === 0 ? await Numpy.start() : undefined
  const wrong: string[] = []
  const answers: Promise<void>[] = []
  for (const [k, item] of fc.sample(creationCases(comm.size), { numRuns: runs, seed }).entries()) {
    const made = item.make(ctx)
    const found = made.map((array) => array.toArraySync())
    const misplaced = item.distribution && made.findIndex(({ distribution }) => !distribution.equals(item.distribution as never))
    if (misplaced !== undefined && misplaced !== -1) wrong.push(`case ${k}, ${item.python}: array ${misplaced} is elsewhere`)
    if (numpy) answers.push(compare(numpy, item, found).then((lines) => void wrong.push(...lines.map((line) => `case ${k}, ${line}`))))
    for (const array of made) array.free()
  }
  // NumPy works when this process waits: not while the other ranks do.
  await Promise.all(answers)
  t.same(wrong.slice(0, 5), [], `${runs} arrays of seed ${seed}`)
  await numpy?.close()
  await ctx.close()
  finalize()
})
