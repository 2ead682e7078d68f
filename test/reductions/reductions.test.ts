// @ranks 1 2 3 4 7
// Reductions and cumulative functions against NumPy, over all distributions.
import fc from 'fast-check'
import { NDArray } from '../../array/nd-array.js'
import { world } from '../../bindings/communicator.js'
import { finalize } from '../../bindings/exit.js'
import { memoryStatistics } from '../../bindings/memory.js'
import { Context } from '../../cluster/context.js'
import { isDistError } from '../../protocol/index.js'
import { mismatches } from '../support/close.js'
import { mpiTest } from '../support/mpi-test.js'
import { Numpy, NumpyError } from '../support/numpy.js'
import { type Case, cases } from './cases.js'

await mpiTest(import.meta.url, { ranks: [1, 2, 3, 4, 7], timeout: 300 }, async (t) => {
  const comm = world()
  // More ranks than cores take turns.
  const runs = Number(process.env.DISTARRAY_TEST_RUNS ?? (comm.size > 2 ? 60 : 300))
  const seed = comm.bcast(Int32Array.of(Number(process.env.DISTARRAY_TEST_SEED ?? Date.now() % 2 ** 31)), 0)[0] as number
  const ctx = Context.spmd()
  const drawn = fc.sample(cases(comm.size), { seed, numRuns: runs })
  const ours = drawn.map((one) => compute(one))
  const wrong = comm.rank === 0 ? await compare(drawn, ours) : []
  t.same(wrong.slice(0, 5), [], `${runs} cases of seed ${seed}: ${wrong.length} differ from NumPy`)
  await ctx.close()
  t.equal(memoryStatistics().liveBytes, 0, 'no memory is left')
  finalize()

  function compute({ distribution, x, m, run }: Case): NDArray | Error {
    const array = ctx.fromArray(x, { distribution })
    const mask = ctx.fromArray(m, { distribution })
    try {
      const result = run(array, mask)
      const values = result.toArraySync()
      if (result !== array) result.free()
      return values
    } catch (error) {
      if (isDistError(error)) return error
      throw error
    } finally {
      array.free()
      mask.free()
    }
  }
})

async function compare(drawn: readonly Case[], ours: readonly (NDArray | Error)[]): Promise<string[]> {
  const numpy = await Numpy.start()
  const theirs = await Promise.all(
    drawn.map(({ python, x, m }) =>
      numpy.array(python, { x, m }).catch((error: unknown) => {
        if (error instanceof NumpyError) return error
        throw error
      }),
    ),
  )
  await numpy.close()
  return drawn.flatMap((one, k) => {
    const found = differences(ours[k] as NDArray | Error, theirs[k] as NDArray | Error, one.tolerance)
    return found.length === 0 ? [] : [`${describe(one)}: ${found.slice(0, 3).join('; ')}`]
  })
}

function differences(ours: NDArray | Error, theirs: NDArray | Error, tolerance: number): string[] {
  if (ours instanceof Error || theirs instanceof Error) {
    if (ours instanceof Error && theirs instanceof Error) return []
    // NumPy refuses some extrema of no elements even where there is no result.
    if (theirs instanceof Error && /zero-size/.test(theirs.message) && ours instanceof NDArray && ours.data.length === 0) return []
    return [ours instanceof Error ? `only here: ${ours.message}` : `only there: ${(theirs as Error).message}`]
  }
  if (tolerance === 0) return mismatches(ours, theirs)
  return mismatches(ours, nearest(ours, theirs, tolerance))
}

/** Theirs, with our elements where these are near enough. */
function nearest(ours: NDArray, theirs: NDArray, tolerance: number): NDArray {
  const data = theirs.data.slice() as Float64Array
  for (let i = 0; i < data.length; i++) {
    const [a, b] = [ours.data[i] as number, data[i] as number]
    if (Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))) data[i] = a
  }
  return new NDArray(theirs.shape, theirs.dtype, data)
}

function describe({ python, x, distribution: { dist, gridShape, shape } }: Case): string {
  return `${python} of ${x.dtype} [${shape}], dist ${dist}, grid [${gridShape}], values ${x.data.length < 30 ? x.data.join(' ') : '...'}`
}
