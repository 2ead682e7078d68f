import { addressOf } from '../../bindings/address.js'
import { itemSize } from '../../protocol/dtype.js'
import { bufferOf, byteOffsetOf } from '../../protocol/memory.js'
import type { Piece } from './evaluate.js'

/**
 * Whether two pieces have memory in common. What lies between the elements of a piece counts as its own.
 *
 * Not collective.
 */
export function doOverlap(a: Piece, b: Piece): boolean {
  const isSame = bufferOf(a.buffer.data) === bufferOf(b.buffer.data)
  // Memory of ours has one ArrayBuffer; that of others may have several.
  if (!isSame && !a._isImported && !b._isImported) return false
  const [low, high] = spanOf(a)
  const [first, last] = spanOf(b)
  const distance = isSame ? 0 : distanceOf(a, b)
  return distance !== undefined && low < high && first < last && low < last + distance && first + distance < high
}

/**
 * Whether an operand's element for each element of a result lies at that element's own place in memory: then it has been read when it
 * is overwritten, and nobody reads it again.
 *
 * Not collective.
 *
 * @param operand Of the extents of the result, or 1 where it is stretched; dimensions in front may be missing.
 */
export function isInStep(result: Piece, operand: Piece): boolean {
  if (itemSize(result.dtype) !== itemSize(operand.dtype)) return false
  const { data, shape, strides } = result.buffer
  const other = operand.buffer
  if (bufferOf(data) !== bufferOf(other.data) || byteOffsetOf(data) !== byteOffsetOf(other.data)) return false
  const extra = shape.length - other.shape.length
  return shape.every((extent, d) => extent === 1 || (extent === other.shape[d - extra] && strides[d] === other.strides[d - extra]))
}

/** The bytes of its ArrayBuffer from the first to behind the last that a piece's elements have. */
function spanOf({ dtype, buffer: { data, shape, strides } }: Piece): [number, number] {
  let low = byteOffsetOf(data)
  let high = low
  for (let d = 0; d < shape.length; d++) {
    const reach = ((shape[d] as number) - 1) * (strides[d] as number)
    if (shape[d] === 0) return [low, low]
    if (reach < 0) low += reach
    else high += reach
  }
  return [low, high + itemSize(dtype)]
}

/** How many bytes the second one's ArrayBuffer begins after the first one's; undefined where nobody can tell. */
function distanceOf(a: Piece, b: Piece): number | undefined {
  const [first, second] = [a, b].map(({ buffer }) => addressOf(bufferOf(buffer.data)))
  return first === undefined || second === undefined ? undefined : Number(second - first)
}
