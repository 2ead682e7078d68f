import { hashIndex } from './index-hash.js'
import type { NumberArray } from './index-numbers.js'

/** Global indices in parts: part p is `data[starts[p] .. starts[p + 1])`. */
export interface IndexPartition {
  /** Every index, shape [n]. */
  readonly data: Float64Array
  /** Where each part starts, then n, shape [parts + 1]. */
  readonly starts: Float64Array
}

/**
 * Deal global indices into parts by their hash, so that equal ones come into the same part and parts of different ones are about equally long.
 *
 * Not collective.
 *
 * @param indices Safe integers, shape [n].
 * @param parts   One or more.
 * @param salt    Of the hash: another salt deals differently.
 * @returns       A copy, 8 bytes an index.
 */
export function partitionIndices(indices: NumberArray, parts: number, salt: number): IndexPartition {
  const scale = parts / 0x1_0000_0000
  const starts = new Float64Array(parts + 1)
  for (let i = 0; i < indices.length; i++) starts[Math.floor(hashIndex(indices[i]!, salt) * scale) + 1]! += 1
  for (let part = 0; part < parts; part++) starts[part + 1]! += starts[part]!
  const next = starts.slice()
  const data = new Float64Array(indices.length)
  for (let i = 0; i < indices.length; i++) {
    const part = Math.floor(hashIndex(indices[i]!, salt) * scale)
    const place = next[part]!
    data[place] = indices[i]!
    next[part] = place + 1
  }
  return { data, starts }
}
