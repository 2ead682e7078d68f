/**
 * A part of a message that was encoded by itself, earlier: what it holds is the value as it was then, and whoever passes the message
 * on need not look inside. Where a message is decoded the value itself stands in its place.
 */
export class Sealed {
  readonly packed: Uint8Array
  /** The frames of its typed arrays. */
  readonly frames: readonly Uint8Array[]
  /** Whether it names memory that only one receiver can take. */
  readonly isForOne: boolean

  constructor(packed: Uint8Array, frames: readonly Uint8Array[], isForOne = false) {
    this.packed = packed
    this.frames = frames
    this.isForOne = isForOne
  }
}
