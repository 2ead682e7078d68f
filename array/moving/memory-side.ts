import type { Picked } from '../../bindings/gather.js'
import type { StridedBuffer } from '../../protocol/buffer.js'
import { UseAfterFreeError } from '../../protocol/errors.js'
import { bufferOf, byteOffsetOf } from '../../protocol/memory.js'
import { regularIndices } from './index-runs.js'
import type { Part } from './plan.js'

/** A piece's memory as `bindings/gather.ts` takes it. */
export interface MemorySide {
  readonly memory: Uint8Array
  /** Of element (0, ..., 0), in bytes. */
  readonly offset: number
  /** In bytes, shape [ndim]. */
  readonly strides: Float64Array
}

/**
 * Not collective.
 *
 * @throws {UseAfterFreeError} The memory is gone.
 */
export function sideOf({ data, strides }: StridedBuffer): MemorySide {
  return { memory: bytesOf(data), offset: byteOffsetOf(data), strides: Float64Array.from(strides) }
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  try {
    return new Uint8Array(bufferOf(data)) // throws on a detached buffer; Node 20 has no other test
  } catch {
    throw new UseAfterFreeError('The memory of this array is gone: its block was freed, or its ArrayBuffer was transferred')
  }
}

/** What a part of a move is of a side's memory. Not collective. */
export function picked({ memory, offset, strides }: MemorySide, { axes }: Part): Picked {
  return { memory, offset, strides, axes }
}

/**
 * Return the byte at which a part starts that lies in memory without gaps, row-major; undefined for other parts.
 *
 * Not collective.
 */
export function gaplessOffset(side: MemorySide, { axes, shape }: Part, itemBytes: number): number | undefined {
  let offset = side.offset
  let expectedStride = itemBytes
  for (let d = axes.length - 1; d >= 0; d--) {
    const regular = regularIndices(axes[d]!, shape[d]!)
    if (!regular) return undefined
    const stride = side.strides[d]!
    if (shape[d] !== 1 && regular.step * stride !== expectedStride) return undefined
    offset += regular.start * stride
    expectedStride *= shape[d]!
  }
  return offset
}
