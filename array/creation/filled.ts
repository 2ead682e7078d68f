import type { DType } from '../../protocol/dtype.js'
import type { Client } from '../client.js'
import type { DistArray } from '../dist-array.js'
import { codecOf, type Element } from '../element.js'
import type { Placement } from '../placement.js'

/**
 * Have the engines make an array with one value everywhere.
 *
 * Collective over the ranks of the context in SPMD.
 *
 * @param value Undefined for elements that are not set.
 * @throws {ArgumentError} The dtype cannot hold `value`.
 */
export function filled<D extends DType>(client: Client, placement: Placement, dtype: D, value: Element | undefined): DistArray<D> {
  if (value !== undefined) codecOf(dtype).check(value)
  const args = [client.calls.layout(placement.distribution), dtype, value]
  return client.make({ fn: 'create.full', args }, dtype, placement, value === undefined ? undefined : () => value)
}
