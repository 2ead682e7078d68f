import { native } from './native.js'

/**
 * Return where memory is: two ArrayBuffers may have the same.
 *
 * Not collective.
 *
 * @returns The address of the first byte, 0 of no bytes; undefined for a SharedArrayBuffer, which only JavaScript knows.
 */
export function addressOf(memory: ArrayBufferLike): bigint | undefined {
  return memory instanceof ArrayBuffer ? native().address_of(memory) : undefined
}
