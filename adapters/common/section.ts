import { DapArray } from '../../bindings/dap-array.js'
import { UseAfterFreeError } from '../../protocol/errors.js'
import { requireUnreplicated } from '../../protocol/extension.js'
import { type ImportedArray, importArray } from '../../protocol/import.js'
import { copyOf } from './copy-of.js'

/**
 * This rank's section of `x`, over its memory or over a packed copy of it.
 *
 * Not collective.
 *
 * @throws {UnsupportedError} Other ranks hold copies of the section, or partial results: a library would count them all.
 */
export function sectionOf(x: unknown, copy = false): DapArray {
  const what = 'a solver library'
  if (copy) return DapArray.from(copyOf(requireUnreplicated(importArray(x), what)))
  const array = DapArray.from(x)
  try {
    requireUnreplicated(array.imported, what)
    return array
  } catch (error) {
    array.free()
    throw error
  }
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
