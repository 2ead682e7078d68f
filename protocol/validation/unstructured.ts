import { type FullUnstructuredDim, type IndexArray, isIndexArray } from '../dim-data.js'
import { countDistinct } from '../dimension/count-distinct.js'
import { numbersOf } from '../dimension/index-numbers.js'
import { IndexTable } from '../dimension/index-table.js'
import { lengthOf } from '../memory.js'
import type { DimSource } from './dim-source.js'
import { join, type Reader } from './reader.js'

/** Read and check the keys of an unstructured dictionary: rules DAP-U. */
export function readUnstructured(reader: Reader, source: DimSource): FullUnstructuredDim | undefined {
  const { dictionary, path, size, gridSize, gridRank, extent } = source
  const indices = reader.get(dictionary, 'indices', path)
  const oneToOne = reader.flag(reader.get(dictionary, 'one_to_one', path), 'DAP-U4', path, 'one_to_one')
  if (!isIndexArray(indices)) return reader.reject('DAP-U1', join(path, 'indices'), 'a typed array of integers', indices)

  const length = lengthOf(indices)
  if (extent !== undefined && extent !== length)
    reader.report('DAP-U2', join(path, 'indices'), `Expected as many indices as the buffer's extent, ${extent}, but received ${length}`)
  checkIndices(reader, indices, join(path, 'indices'))
  if (size === undefined || gridSize === undefined || gridRank === undefined) return undefined
  return { dist_type: 'u', size, proc_grid_size: gridSize, proc_grid_rank: gridRank, indices, one_to_one: oneToOne }
}

/** Report the first index that is no safe integer, or else the first that is listed twice. */
function checkIndices(reader: Reader, indices: IndexArray, path: string): undefined {
  const numbers = numbersOf(indices)
  let isIncreasing = true
  let previous = Number.NEGATIVE_INFINITY
  for (let i = 0; i < numbers.length; i++) {
    const index = numbers[i]!
    if (!Number.isSafeInteger(index)) return reader.reject('DAP-U5', `${path}[${i}]`, 'a safe integer', indices[i])
    if (index <= previous) isIncreasing = false
    previous = index
  }
  // Increasing indices are unique, and others can be counted faster than a table can be made that knows where each one is.
  if (isIncreasing || countDistinct(numbers).repeated === undefined) return undefined
  const table = new IndexTable(numbers.length)
  for (let i = 0; i < numbers.length; i++) {
    const first = table.add(numbers[i]!, i)
    if (first === -1) continue
    return reader.report('DAP-U3', `${path}[${i}]`, `Expected each global index once but received ${indices[i]} at ${first} and ${i}`)
  }
}
