import { agree } from '../bindings/agree.js'
import { Block } from '../bindings/block.js'
import type { Communicator } from '../bindings/communicator.js'
import { contiguousStrides } from '../protocol/buffer.js'
import type { Distribution } from '../protocol/distribution.js'
import { type DType, formatOf, itemSize } from '../protocol/dtype.js'
import { product } from '../protocol/integers.js'
import { BlockBuffer } from './block-buffer.js'
import { distributionOf, type Layout } from './layout.js'
import { requireMemory } from './memory-check.js'
import { Section } from './section.js'
import { regionOf } from './spmd/region.js'

/**
 * A piece of so few bytes is there or the process ends, whatever is agreed: JavaScript itself takes more all the time, and cannot
 * report that it got none. Ranks need not ask each other about it.
 */
const certainBytes = 64 * 1024

/** This rank's piece of a new array. */
export interface Allocated<D extends DType> {
  readonly distribution: Distribution
  readonly section: Section<D>
  /** Its memory. */
  readonly block: Block
}

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
): Allocated<D> {
  // D is 'float64' where dtype is absent: the default of the callers' type parameter.
  const type = dtype ?? ('float64' as D)
  const distribution = agree(comm, () => {
    itemSize(type)
    return distributionOf(comm, layout)
  })
  return allocateOver(comm, distribution, type, options)
}

/**
 * As {@link allocate}, with a distribution and a dtype that all ranks are known to have alike: those of a call.
 *
 * Collective over `comm`; small arrays cost no message.
 *
 * @param options `isHeld`: the caller makes sure that the block is freed; the memory of a small array need not be seen by the garbage
 *                collector then.
 */
export function allocateOver<D extends DType>(
  comm: Communicator,
  distribution: Distribution,
  dtype: D,
  options: { zero: boolean; isHeld?: boolean },
): Allocated<D> {
  const itemBytes = itemSize(dtype)
  requireMemory(comm, distribution, itemBytes)
  const bytes = distribution.size * itemBytes
  if (options.isHeld === true && bytes <= certainBytes) return unseenPiece(comm, distribution, dtype, options)
  if (comm.size === 1 || bytes <= certainBytes) return piece(comm, distribution, dtype, options)
  let made: Allocated<D> | undefined
  try {
    return agree(comm, () => {
      made = piece(comm, distribution, dtype, options)
      return made
    })
  } catch (error) {
    made?.block.free() // this rank had the memory, another one had not
    throw error
  }
}

function unseenPiece<D extends DType>(comm: Communicator, distribution: Distribution, dtype: D, options: { zero: boolean }): Allocated<D> {
  const { held } = regionOf(distribution, comm.rank)
  const block = Block._unseen(product(held) * itemSize(dtype), options.zero)
  return { distribution, section: new Section(dtype, new BlockBuffer(block, held, dtype), block), block }
}

function piece<D extends DType>(comm: Communicator, distribution: Distribution, dtype: D, options: { zero: boolean }): Allocated<D> {
  const itemBytes = itemSize(dtype)
  const shape = distribution.localShape(comm.rank)
  const block = Block.allocate(product(shape) * itemBytes, options)
  try {
    const data = new Uint8Array(block.buffer) // throws for more bytes than one ArrayBuffer can have
    const buffer = { data, shape, strides: contiguousStrides(shape, itemBytes), format: formatOf(dtype) }
    return { distribution, section: new Section(dtype, buffer, block), block }
  } catch (error) {
    block.free()
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
    if (array.communicator.size === 1) step()
    else agree(array.communicator, step)
  } catch (error) {
    array.free()
    throw error
  }
  return array
}
