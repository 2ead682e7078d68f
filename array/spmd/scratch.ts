import { Block } from '../../bindings/block.js'

/** Below this many bytes JavaScript's own memory costs less than a block. */
const small = 16384

/** Memory for the time of one evaluation. */
export class Scratch {
  private readonly _blocks: Block[] = []

  /** @returns As many bytes, with any content. */
  take(bytes: number): Uint8Array {
    if (bytes <= small) return new Uint8Array(bytes)
    const block = Block.allocate(bytes)
    this._blocks.push(block)
    return new Uint8Array(block.buffer)
  }

  /** Give everything back. */
  free(): void {
    for (const block of this._blocks) block.free()
  }
}
