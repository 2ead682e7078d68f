import { agree } from '../bindings/agree.js'
import { Block } from '../bindings/block.js'
import type { Communicator } from '../bindings/communicator.js'
import { contiguousStrides } from '../protocol/buffer.js'
import type { Distribution } from '../protocol/distribution.js'
import { type DType, formatOf, itemSize } from '../protocol/dtype.js'
import { product } from '../protocol/integers.js'
import { distributionOf, type Layout } from './layout.js'
import { requireMemory } from './memory-check.js'
import { Section } from './section.js'

/**
 * Allocate this rank's piece of a new array.
 *
 * Collective over `comm`.
 *
 * @param dtype Default `'float64'`.
 * @returns     A row-major section on a block of its own, which the caller frees.
 * @throws {MemoryError} The pieces do not fit into the memory of a machine; on all ranks, nothing is allocated.
 */
export function allocate<D extends DType>(
  comm: Communicator,
  layout: Layout,
  dtype: D | undefined,
  options: { zero: boolean },
): { distribution: Distribution; section: Section<D>; block: Block } {
  // D is 'float64' where dtype is absent: the default of the callers' type parameter.
  const type = dtype ?? ('float64' as D)
  const { distribution, itemBytes } = agree(comm, () => ({ distribution: distributionOf(comm, layout), itemBytes: itemSize(type) }))
  requireMemory(comm, distribution, itemBytes)
  let block: Block | undefined
  try {
    return agree(comm, () => {
      const shape = distribution.localShape(comm.rank)
      block = Block.allocate(product(shape) * itemBytes, options)
      const data = new Uint8Array(block.buffer)
      const buffer = { data, shape, strides: contiguousStrides(shape, itemBytes), format: formatOf(type) }
      return { distribution, section: new Section(type, buffer), block }
    })
  } catch (error) {
    block?.free() // this rank had the memory, another one had not
    throw error
  }
}

/**
 * Complete a new array on every rank, or free it and throw on every rank.
 *
 * Collective over the array's communicator.
 *
 * @param step Must not communicate.
 * @returns    `array`.
 */
export function agreeOn<T extends { readonly communicator: Communicator; free(): void }>(array: T, step: () => void): T {
  try {
    agree(array.communicator, step)
  } catch (error) {
    array.free()
    throw error
  }
  return array
}
