import type { ArrayCore } from '../array-core.js'
import { ArrayReference } from '../instruction.js'
import type { StoredArray } from '../stored-array.js'
import { pickedDistribution } from './picked.js'
import type { Part } from './turned-part.js'

/**
 * Return elements of an array as those of a vector: number i is the one at i + offsets[d] of each dimension d, and 0 where there is
 * none. No element leaves its rank.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param length Of the vector.
 */
export function pickedPart(array: ArrayCore, length: number, offsets: readonly number[]): Part {
  const { context: client, distribution: whole, targets, dtype } = array
  const distribution = pickedDistribution(whole, length, offsets)
  client.compute(array)
  const [stored] = array._node().sources as [StoredArray]
  const args = [new ArrayReference(stored.id), client.calls.layout(distribution), 0, [...offsets]]
  const made = client.make({ fn: 'pick', args }, dtype, { distribution, targets })
  return { ...made._node(), end: () => made.free() }
}
