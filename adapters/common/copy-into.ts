import { DTypeError, expected, ShapeError, UnsupportedError } from '../../protocol/errors.js'
import type { ImportedArray } from '../../protocol/import.js'
import type { ArrayCopy } from './copy-of.js'
import { forEachRow, type OwnEntries, ownEntries } from './own-entries.js'

/**
 * Write a copy back into the array it was made of.
 *
 * Not collective.
 *
 * @param source Made by `copyOf`; not changed.
 * @param target Receives the values in its own entries. Its ghost entries stay as they are: refresh them afterwards.
 * @throws {DTypeError}        `target` is neither float64 nor float32 (which rounds); see {@link checkCopyTarget}.
 * @throws {UnsupportedError}  `target` is read-only.
 * @throws {ShapeError}        The own shapes differ.
 * @throws {UseAfterFreeError} The memory of `target` was freed.
 */
export function copyInto(source: ArrayCopy, target: ImportedArray): void {
  const entries = checkCopyTarget(target)
  const { elements, shape } = entries
  if (shape.length !== source.shape.length || shape.some((extent, d) => extent !== source.shape[d]))
    throw new ShapeError(expected(`the own shape [${source.shape.join(', ')}] of the copy`, 'target', shape))
  forEachRow(entries, (at, step, n, dense) => {
    if (step === 1) elements.set(source.data.subarray(dense, dense + n), at)
    else for (let k = 0; k < n; k++) elements[at + k * step] = source.data[dense + k]!
  })
}

/**
 * Check that {@link copyInto} can write to `target`; of use before the work whose result goes there.
 *
 * Not collective.
 *
 * @throws {DTypeError}        Neither float64 nor float32: results would lose their fractions.
 * @throws {UnsupportedError}  Read-only.
 * @throws {UseAfterFreeError} The memory was freed.
 */
export function checkCopyTarget(target: ImportedArray): OwnEntries & { readonly elements: Float64Array | Float32Array } {
  const entries = ownEntries(target)
  const { elements } = entries
  if (!(elements instanceof Float64Array || elements instanceof Float32Array))
    throw new DTypeError(expected('float64 or float32 elements to hold results', 'target', target.dtype))
  if (target.buffer.readonly)
    throw new UnsupportedError('Expected a writable array to hold results but received a read-only one', { feature: 'read-only buffer' })
  return { ...entries, elements }
}
