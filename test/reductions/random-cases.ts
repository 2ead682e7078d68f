import fc from 'fast-check'
import type { BaseContext } from '../../array/context.js'
import { NDArray } from '../../array/nd-array.js'
import { isDistError } from '../../protocol/index.js'
import { mismatches } from '../support/close.js'
import { type Numpy, NumpyError } from '../support/numpy.js'
import { type Case, cases } from './cases.js'

/**
 * Reduce random arrays in every way there is, and compare with NumPy on rank 0 and in clients.
 *
 * Collective over the ranks of the context in SPMD, with the same seed on all of them.
 *
 * @param numpy On rank 0 and in clients.
 * @returns     What differs.
 */
export async function runReductions(
  ctx: BaseContext,
  numpy: Numpy | undefined,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): Promise<string[]> {
  const drawn = fc.sample(cases(ctx.engines), { seed, numRuns: runs })
  const ours: (NDArray | Error)[] = []
  for (const one of drawn) ours.push(await compute(ctx, one))
  return numpy ? compare(numpy, drawn, ours) : []
}

async function compute(ctx: BaseContext, { distribution, x, m, run }: Case): Promise<NDArray | Error> {
  const array = ctx.fromArray(x, { distribution })
  const mask = ctx.fromArray(m, { distribution })
  try {
    const result = run(array, mask)
    const values = ctx.mode === 'spmd' ? result.toArraySync() : await result.toArray()
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

async function compare(numpy: Numpy, drawn: readonly Case[], ours: readonly (NDArray | Error)[]): Promise<string[]> {
  const theirs = await Promise.all(
    drawn.map(({ python, x, m }) =>
      numpy.array(python, { x, m }).catch((error: unknown) => {
        if (error instanceof NumpyError) return error
        throw error
      }),
    ),
  )
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
