import type { IndexArray } from '../dim-data.js'
import { countDistinct } from '../dimension/count-distinct.js'
import { numbersOf } from '../dimension/index-numbers.js'
import type { Census } from './unstructured.js'

/**
 * Count the indices of lists that are all at hand.
 *
 * Not collective.
 *
 * @param lists By coordinate; each without an index twice.
 */
export function censusOf(lists: readonly IndexArray[]): Census {
  const numbers = lists.map(numbersOf)
  const all = new Float64Array(numbers.reduce((sum, { length }) => sum + length, 0))
  let end = 0
  for (const list of numbers) {
    all.set(list, end)
    end += list.length
  }
  const { count, repeated } = countDistinct(all)
  if (repeated === undefined) return { distinct: count, shared: undefined }
  const coords = numbers.flatMap((list, coord) => (list.includes(repeated) ? [coord] : []))
  return { distinct: count, shared: { index: repeated, coords } }
}
