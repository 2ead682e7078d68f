import { DapArray } from '../../bindings/dap-array.js'
import { UseAfterFreeError } from '../../protocol/errors.js'
import { type ImportedArray, importArray } from '../../protocol/import.js'
import { copyOf } from './copy-of.js'

/**
 * This rank's section of `x`, over its memory or over a packed copy of it.
 *
 * Not collective.
 */
export function sectionOf(x: unknown, copy: boolean): DapArray {
  return DapArray.from(copy ? copyOf(importArray(x)) : x)
}

/**
 * Check that the memory behind an array is still there: a Block that is freed, or a buffer that is transferred, takes it away.
 *
 * Not collective.
 *
 * @throws {UseAfterFreeError} It is gone.
 */
export function requireMemory({ buffer }: ImportedArray, what: string): void {
  if (buffer.data.buffer.byteLength === 0 && !buffer.shape.includes(0))
    throw new UseAfterFreeError(`The memory of the array that this ${what} aliases is gone: its Block was freed, or its buffer transferred`)
}
