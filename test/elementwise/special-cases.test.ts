// @ranks 1
// The special cases of the Array API standard, by the functions that users call.
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { mpiTest } from '../support/mpi-test.js'
import { checkSpecialCases } from '../support/special-cases.js'
import { functionNamed } from './functions.js'

await mpiTest(import.meta.url, { ranks: [1], timeout: 200 }, async (t) => {
  const ctx = Context.spmd()
  const { checked, untried, failures } = await checkSpecialCases((name, _, inputs) => {
    const operands = inputs.map((input) => ctx.fromArray(input))
    using result = functionNamed(name)(...operands)
    const values = result.toArraySync()
    for (const operand of operands) operand.free()
    return values
  })
  t.ok(checked > 100_000, `${checked} inputs`)
  t.same(untried, [], 'every row has inputs')
  t.same(failures.slice(0, 20), [], `${failures.length} failures`)
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  finalize()
})
