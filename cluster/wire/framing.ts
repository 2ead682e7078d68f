import { WireError } from './errors.js'

/** Most frames of one message. */
const mostFrames = 1 << 20
/** Messages up to this size are copied into one piece: that is cheaper than handing several to the operating system. */
const oneWrite = 1 << 16

/**
 * Write the frames of a message one after the other, for a way that knows bytes only: their number (uint32), the length of each (uint64),
 * then the frames, in the byte order of this machine.
 *
 * Not collective.
 *
 * @returns Pieces to send in this order; those of a large message are views of its frames.
 */
export function joinFrames(frames: readonly Uint8Array[]): Uint8Array[] {
  const head = 4 + 8 * frames.length
  const total = frames.reduce((sum, { length }) => sum + length, head)
  const first = Buffer.allocUnsafe(total <= oneWrite ? total : head)
  first.writeUInt32LE(frames.length)
  frames.forEach(({ length }, k) => void first.writeBigUInt64LE(BigInt(length), 4 + 8 * k))
  if (total > oneWrite) return [first, ...frames]
  let at = head
  for (const frame of frames) {
    first.set(frame, at)
    at += frame.length
  }
  return [first]
}

/** Finds the messages that {@link joinFrames} wrote in a stream of bytes. */
export class FrameReader {
  private readonly _frameLimit: number
  private readonly _take: (frames: Uint8Array[]) => void
  /** Bytes that are no whole message yet. */
  private _rest: Uint8Array[] = []
  private _length = 0
  /** Bytes that the message at the front takes, as far as is known. */
  private _needed = 4

  /**
   * @param frameLimit Longest frame in bytes.
   * @param take       Takes the frames of each message; they lie on memory of their own or on that of what was pushed.
   */
  constructor(frameLimit: number, take: (frames: Uint8Array[]) => void) {
    this._frameLimit = frameLimit
    this._take = take
  }

  /**
   * Go on with the bytes that came.
   *
   * @throws {WireError} They are no message, or one with a frame over the limit: nothing that follows can be understood.
   */
  push(chunk: Uint8Array): void {
    this._rest.push(chunk)
    this._length += chunk.length
    while (this._length >= this._needed) {
      const bytes = this.joined()
      const lengths = this.lengths(bytes)
      if (lengths === undefined) continue
      this.keep(bytes.subarray(this._needed))
      const frames: Uint8Array[] = []
      let at = 4 + 8 * lengths.length
      for (const length of lengths) {
        frames.push(bytes.subarray(at, at + length))
        at += length
      }
      this._take(frames)
    }
  }

  /** The lengths of the frames when all of them are there; else the bytes that are needed are known better. */
  private lengths(bytes: Buffer): number[] | undefined {
    const count = bytes.readUInt32LE()
    if (count === 0 || count > mostFrames) throw new WireError(`Expected 1 to ${mostFrames} frames but received ${count}`)
    const head = 4 + 8 * count
    if (bytes.length < head) {
      this._needed = head
      return undefined
    }
    const lengths = Array.from({ length: count }, (_, k) => Number(bytes.readBigUInt64LE(4 + 8 * k)))
    const longest = lengths.reduce((most, length) => Math.max(most, length))
    if (longest > this._frameLimit)
      throw new WireError(`Expected at most ${this._frameLimit} bytes in one piece but the message has one of ${longest}`)
    this._needed = lengths.reduce((sum, length) => sum + length, head)
    return bytes.length < this._needed ? undefined : lengths
  }

  private joined(): Buffer {
    const [first] = this._rest as [Uint8Array]
    const bytes = this._rest.length === 1 ? first : Buffer.concat(this._rest, this._length)
    this._rest = [bytes]
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  private keep(rest: Uint8Array): void {
    this._rest = rest.length > 0 ? [rest] : []
    this._length = rest.length
    this._needed = 4
  }
}
