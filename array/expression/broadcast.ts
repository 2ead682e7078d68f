import { ShapeError } from '../../protocol/errors.js'

/**
 * Return the shape that two shapes broadcast to: aligned at their last dimensions, extents of 1 and missing ones stretch.
 *
 * Not collective.
 *
 * @returns One of the two where it is the result.
 * @throws {ShapeError} Two extents differ and neither is 1.
 * @see source: Array API standard, "Broadcasting"
 */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a === b) return a
  if (b.length > a.length) return stretch(b, a, a, b)
  return stretch(a, b, a, b)
}

/**
 * Require that a shape broadcasts to another one as it is.
 *
 * Not collective.
 *
 * @param what What asks for it, for the message.
 * @throws {ShapeError} It does not.
 */
export function requireBroadcast(from: readonly number[], to: readonly number[], what?: string): void {
  if (from === to) return
  const extra = to.length - from.length
  if (extra < 0 || !from.every((extent, d) => extent === 1 || extent === to[d + extra]))
    throw new ShapeError(
      `Expected a shape that broadcasts to ${shapeText(to)}${what ? ` for ${what}` : ''} but received ${shapeText(from)}`,
    )
}

/** `'[2, 3]'`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`
}

/** `a` and `b` as the caller gave them, for the message. */
function stretch(long: readonly number[], short: readonly number[], a: readonly number[], b: readonly number[]): readonly number[] {
  const extra = long.length - short.length
  let result: number[] | undefined
  for (let d = 0; d < short.length; d++) {
    const extent = short[d] as number
    const other = long[d + extra] as number
    if (extent === other || extent === 1) continue
    if (other !== 1)
      throw new ShapeError(
        `Expected operands that broadcast together but received shapes ${shapeText(a)} and ${shapeText(b)}: ${pair(a, b, d - short.length)}`,
      )
    result ??= [...long]
    result[d + extra] = extent
  }
  return result ?? long
}

/** @param fromEnd Negative: -1 is the last dimension. */
function pair(a: readonly number[], b: readonly number[], fromEnd: number): string {
  return `dimension ${fromEnd} is ${a.at(fromEnd)} in one and ${b.at(fromEnd)} in the other`
}
