import { WireError } from './errors.js'

/** Levels of nesting that a message may have. */
const deepest = 2048

/**
 * Check that `bytes` is exactly one MessagePack value of the kinds that messages are made of, so that unpacking it cannot go
 * beyond its end, exhaust the stack, allot more than its length warrants or reach an extension that is not meant.
 *
 * Not collective.
 *
 * @throws {WireError} It is not.
 */
export function checkWellFormed(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length
  let at = 0
  /** Values still to come on each open level. */
  const open: number[] = []
  let left = 1

  const need = (count: number): void => {
    if (count > end - at) throw new WireError('Expected a whole message but it ends too early')
  }
  const skip = (count: number): void => {
    need(count)
    at += count
  }
  const length = (width: 1 | 2 | 4): number => {
    need(width)
    const value = width === 1 ? view.getUint8(at) : width === 2 ? view.getUint16(at) : view.getUint32(at)
    at += width
    return value
  }
  /** A collection of `count` values; each takes a byte at least. */
  const enter = (count: number): void => {
    need(count)
    if (open.length >= deepest) throw new WireError(`Expected a message of at most ${deepest} levels but it is nested deeper`)
    open.push(left)
    left = count
  }

  while (true) {
    while (left === 0) {
      if (open.length === 0) {
        if (at !== end) throw new WireError('Expected one message but more bytes follow it')
        return
      }
      left = open.pop()!
    }
    left--
    const token = length(1)
    if (token < 0x80 || token >= 0xe0) continue // small integers
    if (token < 0x90) enter(2 * (token & 0x0f))
    else if (token < 0xa0) enter(token & 0x0f)
    else if (token < 0xc0) skip(token & 0x1f)
    else if (token === 0xc0 || token === 0xc2 || token === 0xc3) continue
    else if (token >= 0xc4 && token <= 0xc6) skip(length(widths[token - 0xc4]!))
    else if (token === 0xca) skip(4)
    else if (token === 0xcb) skip(8)
    else if (token >= 0xcc && token <= 0xcf) skip(1 << (token - 0xcc))
    else if (token >= 0xd0 && token <= 0xd3) skip(1 << (token - 0xd0))
    else if (token === 0xd4) undefinedOnly(length(2))
    else if (token >= 0xd9 && token <= 0xdb) skip(length(widths[token - 0xd9]!))
    else if (token === 0xdc || token === 0xdd) enter(length(token === 0xdc ? 2 : 4))
    else if (token === 0xde || token === 0xdf) enter(2 * length(token === 0xde ? 2 : 4))
    else throw new WireError(`Expected MessagePack as this version writes it but found the byte 0x${token.toString(16)}`)
  }
}

const widths = [1, 2, 4] as const

/** The one extension in use has type 0 and no content but 0. */
function undefinedOnly(typeAndContent: number): void {
  if (typeAndContent !== 0) throw new WireError('Expected MessagePack as this version writes it but found an extension')
}
