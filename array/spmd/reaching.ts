import type { StridedBuffer } from '../../protocol/buffer.js'
import { bufferOf, byteOffsetOf } from '../../protocol/memory.js'

/** Memory that holds all elements of a buffer. */
export interface Reaching {
  readonly view: ArrayBufferView
  /** Of element (0, ..., 0), in bytes from the start of the view. */
  readonly start: number
}

/**
 * Return memory that holds all elements: negative strides reach back before the first one, where the view of a buffer begins.
 *
 * Not collective.
 */
export function reaching({ data, strides }: Pick<StridedBuffer, 'data' | 'strides'>): Reaching {
  for (let d = 0; d < strides.length; d++)
    if ((strides[d] as number) < 0) return { view: new Uint8Array(bufferOf(data)), start: byteOffsetOf(data) }
  return { view: data, start: 0 }
}
