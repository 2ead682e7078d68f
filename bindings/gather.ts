import { native } from './native.js'
import type { AxisIndices } from './native-gather.js'

export type { AxisIndices } from './native-gather.js'

/** Elements in strided memory, picked by one list of indices per dimension: their product, row-major. */
export interface Picked {
  readonly memory: Uint8Array
  /** Of element (0, ..., 0), in bytes from the start of `memory`. */
  readonly offset: number
  /** Bytes between neighbours, shape [ndim]. */
  readonly strides: Float64Array
  /** Shape [ndim]; the indices count along the memory. */
  readonly axes: readonly AxisIndices[]
}

/** A range of the elements of a product, counted row-major. */
export interface ProductRange {
  readonly first: number
  readonly count: number
}

/**
 * Copy elements from strided memory into a buffer, one after the other.
 *
 * Not collective.
 *
 * @param to        Has `range.count * itemBytes` bytes at `toOffset`.
 * @param toOffset  In bytes.
 * @param itemBytes Bytes per element.
 * @throws {SelectionError} An element is outside its memory; nothing is copied.
 */
export function gather(from: Picked, to: Uint8Array, toOffset: number, itemBytes: number, { first, count }: ProductRange): void {
  native().copy_product(to, toOffset, null, null, from.memory, from.offset, from.strides, from.axes, itemBytes, first, count)
}

/**
 * Copy elements that follow each other in a buffer into strided memory. As {@link gather} in everything else.
 *
 * Not collective.
 */
export function scatter(to: Picked, from: Uint8Array, fromOffset: number, itemBytes: number, { first, count }: ProductRange): void {
  native().copy_product(to.memory, to.offset, to.strides, to.axes, from, fromOffset, null, null, itemBytes, first, count)
}

/**
 * Copy elements between two strided memories, which do not overlap, without a buffer. As {@link gather} in everything else.
 *
 * Not collective.
 *
 * @param count Number of elements; both sides have as many indices in every dimension.
 * @throws {ShapeError} They have not.
 */
export function copyPicked(to: Picked, from: Picked, itemBytes: number, count: number): void {
  native().copy_product(to.memory, to.offset, to.strides, to.axes, from.memory, from.offset, from.strides, from.axes, itemBytes, 0, count)
}
