// @ranks 1 2 3 4 7
// Running products that leave the range of floats: as one number after the other, whichever rank has it.
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'

const cases: Readonly<Record<string, readonly number[]>> = {
  'nothing comes back from below': [1e-200, 1e-200, 1e200, 1e200, 2, 3, 4],
  'nothing comes back from above': [1e200, 1e200, 1e-200, 1e-200, 5],
  'Infinity times 0': [1e200, 1e200, 0, 1, Number.NaN, 3],
  '0 times Infinity': [0, Number.POSITIVE_INFINITY, 1, 2, 1e-300, 1e-300, 1e300, 1e300],
  'in range': [2, 3, 4, 5, 6, 7, 8],
}

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7] }, async (t) => {
  await using ctx = Context.spmd()
  const { rank } = world()
  for (const [name, values] of Object.entries(cases)) {
    let product = 1
    const expected = values.map((value) => (product *= value))
    for (const dist of ['b', 'c', 'n'] as const) {
      using array = ctx.fromArray([...values], { dist })
      using running = array.cumulativeProd()
      using longer = array.cumulativeProd({ includeInitial: true })
      t.same(running.toArraySync().toNested(), expected, `${name}, ${dist}, on rank ${rank}`)
      t.same(longer.toArraySync().toNested(), [1, ...expected], `${name}, with the initial one, ${dist}, on rank ${rank}`)
    }
    // Two lines at a time, complex.
    using pair = ctx.fromArray(
      values.map((value) => [
        { re: value, im: 0 },
        { re: 1, im: 0 },
      ]),
      { dist: 'b' },
    )
    using both = pair.cumulativeProd({ axis: 0 })
    for (const k of values.keys()) t.same(both.getSync([k, 1]), { re: 1, im: 0 }, `the line beside it at ${k}, on rank ${rank}`)
  }
  finalize()
})
