import assert from 'node:assert/strict'
import type { FullDim, IndexArray } from '../../protocol/dim-data.js'
import { type DistArrayProducer, importArray } from '../../protocol/index.js'

/** The memory of a float64 export, as a consumer sees it. */
export function dataOf(producer: DistArrayProducer): Float64Array {
  const { data } = importArray(producer).buffer
  assert(data instanceof Float64Array)
  return data
}

/** The dictionary of a 1-d export, and its indices apart. */
export function dimOf(producer: DistArrayProducer): { dim: Omit<FullDim, 'indices'>; indices: IndexArray | undefined } {
  const { dimData } = importArray(producer)
  assert.equal(dimData.length, 1)
  const [dim] = dimData as readonly [FullDim]
  if (dim.dist_type !== 'u') return { dim, indices: undefined }
  const { indices, ...rest } = dim
  return { dim: rest, indices }
}
