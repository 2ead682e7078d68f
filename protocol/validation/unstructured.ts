import { type FullUnstructuredDim, type IndexArray, isIndexArray } from '../dim-data.js'
import { countDistinct } from '../dimension/count-distinct.js'
import { type NumberArray, numbersOf } from '../dimension/index-numbers.js'
import { IndexTable } from '../dimension/index-table.js'
import { hasFixedLength, lengthOf } from '../memory.js'
import type { DimSource } from './dim-source.js'
import { join, type Reader } from './reader.js'

/** Read and check the keys of an unstructured dictionary: rules DAP-U. */
export function readUnstructured(reader: Reader, source: DimSource): FullUnstructuredDim | undefined {
  const { dictionary, path, size, gridSize, gridRank, extent } = source
  const indices = reader.get(dictionary, 'indices', path)
  const oneToOne = reader.flag(reader.get(dictionary, 'one_to_one', path), 'DAP-U4', path, 'one_to_one')
  const at = join(path, 'indices')
  if (!isIndexArray(indices)) return reader.reject('DAP-U1', at, 'a typed array of integers', indices)

  const length = lengthOf(indices)
  if (extent !== undefined && extent !== length)
    reader.report('DAP-U2', at, `Expected as many indices as the buffer's extent, ${extent}, but received ${length}`)
  if (!hasFixedLength(indices)) reader.report('DAP-U6', at, `Expected memory of fixed size for ${at} but received a resizable one`)
  checkCount(reader, source, length, at)
  checkIndices(reader, indices, at)
  if (size === undefined || gridSize === undefined || gridRank === undefined) return undefined
  return { dist_type: 'u', size, proc_grid_size: gridSize, proc_grid_rank: gridRank, indices, one_to_one: oneToOne }
}

/** Whether `size` is a sum over the processes or a number of different indices, no process has more than that. */
function checkCount(reader: Reader, { size, gridSize }: DimSource, length: number, path: string): void {
  if (size === undefined || reader.options.unstructuredSize === 'free') return
  if (length > size) reader.report('DAP-U7', path, `Expected at most size, ${size}, indices but received ${length}`)
  else if (gridSize === 1 && length < size)
    reader.report('DAP-U7', path, `Expected size, ${size}, indices on the one process but received ${length}`)
}

/** Report the first index that is no safe integer, and the first that is listed twice. */
function checkIndices(reader: Reader, indices: IndexArray, path: string): void {
  const numbers = numbersOf(indices)
  let isIncreasing = true
  let previous = Number.NEGATIVE_INFINITY
  let unsafe = -1
  for (let i = 0; i < numbers.length; i++) {
    const index = numbers[i]!
    if (unsafe === -1 && !Number.isSafeInteger(index)) unsafe = i
    if (index <= previous) isIncreasing = false
    previous = index
  }
  if (unsafe !== -1) reader.reject('DAP-U5', `${path}[${unsafe}]`, 'a safe integer', indices[unsafe])
  // Increasing indices are unique, and others can be counted faster than a table can be made that knows where each one is.
  if (isIncreasing || (unsafe === -1 && countDistinct(numbers).repeated === undefined)) return
  checkUnique(reader, indices, numbers, path)
}

function checkUnique(reader: Reader, indices: IndexArray, numbers: NumberArray, path: string): undefined {
  const table = new IndexTable(numbers.length)
  for (let i = 0; i < numbers.length; i++) {
    const index = numbers[i]!
    if (!Number.isSafeInteger(index)) continue // different ones may round to the same number
    const first = table.add(index, i)
    if (first === -1) continue
    return reader.report('DAP-U3', `${path}[${i}]`, `Expected each global index once but received ${indices[i]} at ${first} and ${i}`)
  }
}
