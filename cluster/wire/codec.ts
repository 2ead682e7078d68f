import { WireError } from './errors.js'
import { lower, type Share } from './lower.js'
import { pack, unpack } from './packed.js'
import { raise, type Source } from './raise.js'

/** Most frames of one message, the first included. */
const mostFrames = 1 << 20
/** Starts every message: what it is, the version of this encoding, and the byte order of its binary data. */
const preamble = Uint8Array.of(0xda, 1, new Uint8Array(Uint16Array.of(1).buffer)[0]!)

/**
 * Encode a value as frames: MessagePack first, then each typed array of 1 KiB and more as it lies in memory.
 *
 * Not collective.
 *
 * @param message Numbers, bigints, strings, booleans, null, undefined, arrays, plain objects, typed arrays, `ArrayBuffer`, `DataView`,
 *                `Date`, `Map`, `Set`, `RegExp`, errors, `ArrayReference`, `PerEngine`, nested up to 500 levels. What occurs twice is
 *                written twice; keys that are symbols and accessors are not kept as such.
 * @param share   Puts typed arrays of 1 KiB and more where the receiver fetches them, or leaves them to the message; default: leaves all.
 * @returns       At least one frame. All but the first are views of the message's own memory: it must not change until they are sent.
 * @throws {ArgumentError} A function, a symbol, an instance of a class, something that refers to itself; the message names its place.
 */
export function encodeMessage(message: unknown, share?: Share): Uint8Array[] {
  const frames: Uint8Array[] = []
  const packed = pack(lower(message, { frames, share }))
  const first = new Uint8Array(preamble.length + packed.length)
  first.set(preamble)
  first.set(packed, preamble.length)
  return [first, ...frames]
}

/**
 * Decode what {@link encodeMessage} made.
 *
 * Not collective.
 *
 * @param frames Any bytes. Typed arrays of the message lie on the memory of their frames, except where it is not aligned for them:
 *               the frames belong to the message from here on.
 * @param options `fetch` gets what `share` of the sender put elsewhere; `keepSealed` leaves sealed parts closed.
 * @throws {WireError} The frames are no message. Nothing else is ever thrown.
 */
export function decodeMessage(frames: readonly Uint8Array[], options?: Pick<Source, 'fetch' | 'keepSealed'>): unknown {
  const [first, ...rest] = frames
  if (first === undefined || preamble.some((byte, i) => first[i] !== byte))
    throw new WireError('Expected a message of this version on a machine of the same byte order but received something else')
  if (frames.length > mostFrames) throw new WireError(`Expected at most ${mostFrames} frames but received ${frames.length}`)
  return raise(unpack(first.subarray(preamble.length)), { ...options, frames: rest })
}
