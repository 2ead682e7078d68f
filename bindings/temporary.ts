import { constants } from 'node:buffer'
import { bufferOf } from '../protocol/memory.js'
import { Block } from './block.js'
import { BackendLoadError } from './errors.js'
import { native } from './native.js'

/** Bytes from which on memory is taken from the blocks' pool: below, the runtime's own is as fast. */
const least = 2 ** 20

let hasPool: boolean | undefined

const blocks = new WeakMap<ArrayBufferLike, Block>()

/**
 * Make memory whose content is not set.
 *
 * Not collective. Large memory comes from the pool of {@link Block}: fresh pages cost more than the copying they are for. It goes back
 * there when the garbage collector finds it.
 *
 * @param bytes Length, >= 0.
 * @returns     All of an ArrayBuffer of its own, which may be used as any other.
 * @throws {MemoryError} | {RangeError} There is no such memory.
 */
export function unsetBytes(bytes: number): Uint8Array<ArrayBuffer> {
  if (isPooled(bytes)) return new Uint8Array(Block.allocate(bytes).buffer)
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(bytes)
  return new Uint8Array(buffer, byteOffset, bytes)
}

/**
 * As {@link unsetBytes}, for a moment: whoever is done with it calls {@link giveBack}, and it is reused at once.
 *
 * Not collective.
 */
export function temporaryBytes(bytes: number): Uint8Array<ArrayBuffer> {
  if (!isPooled(bytes)) return unsetBytes(bytes)
  const block = Block.allocate(bytes)
  blocks.set(block.buffer, block)
  return new Uint8Array(block.buffer)
}

/**
 * Give back the memory that a view lies on, if it is of {@link temporaryBytes}: every view of it has length 0 from then on. Nothing
 * happens to any other.
 *
 * Not collective. Idempotent.
 */
export function giveBack(view: ArrayBufferView): void {
  const buffer = bufferOf(view)
  blocks.get(buffer)?.free()
  blocks.delete(buffer)
}

/** A client of engines elsewhere need not have the addon. */
function isPooled(bytes: number): boolean {
  if (bytes < least || bytes > constants.MAX_LENGTH) return false
  hasPool ??= canLoad()
  return hasPool
}

function canLoad(): boolean {
  try {
    native()
    return true
  } catch (error) {
    if (error instanceof BackendLoadError) return false
    throw error
  }
}
