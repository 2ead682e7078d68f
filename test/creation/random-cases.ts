import fc from 'fast-check'
import type { BaseContext } from '../../array/context.js'
import type { NDArray } from '../../array/nd-array.js'
import { mismatches } from '../support/close.js'
import type { Numpy } from '../support/numpy.js'
import { type CreationCase, creationCases } from './cases.js'

/**
 * Make random arrays in every way there is, and compare with NumPy on rank 0 and in clients.
 *
 * Collective over the ranks of the context in SPMD, with the same seed on all of them.
 *
 * @param numpy On rank 0 and in clients.
 * @returns     What differs.
 */
export async function runCreations(
  ctx: BaseContext,
  numpy: Numpy | undefined,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): Promise<string[]> {
  const wrong: string[] = []
  const answers: Promise<void>[] = []
  for (const [k, item] of fc.sample(creationCases(ctx.engines), { numRuns: runs, seed }).entries()) {
    const made = item.make(ctx)
    const found: NDArray[] = []
    for (const array of made) found.push(ctx.mode === 'spmd' ? array.toArraySync() : await array.toArray())
    const misplaced = item.distribution && made.findIndex(({ distribution }) => !distribution.equals(item.distribution as never))
    if (misplaced !== undefined && misplaced !== -1) wrong.push(`case ${k}, ${item.python}: array ${misplaced} is elsewhere`)
    if (numpy) answers.push(compare(numpy, item, found).then((lines) => void wrong.push(...lines.map((line) => `case ${k}, ${line}`))))
    for (const array of made) array.free()
  }
  // NumPy works when this process waits: not while the other ranks do.
  await Promise.all(answers)
  return wrong
}

async function compare(numpy: Numpy, { python, arrays, closeness }: CreationCase, found: readonly NDArray[]): Promise<string[]> {
  const expected = await numpy.evaluate(python, arrays)
  if (expected.length !== found.length) return [`${python}: ${found.length} arrays`]
  return expected.flatMap((array, at) =>
    mismatches(found[at] as NDArray, array, closeness)
      .slice(0, 3)
      .map((line) => `${python}, array ${at} over ${array.shape}: ${line}`),
  )
}
