import { communicationPadding } from '../../protocol/dim-data.js'
import { type ArrayTypes, type DType, itemSize, typedArrayFor } from '../../protocol/dtype.js'
import { DTypeError, expected, UseAfterFreeError } from '../../protocol/errors.js'
import type { ImportedArray } from '../../protocol/import.js'
import { bufferOf, byteOffsetOf } from '../../protocol/memory.js'

/** The entries of a section that this rank owns, as positions in one typed array; ghost entries lie between them. */
export interface OwnEntries {
  /** All of the producer's memory. */
  readonly elements: ArrayTypes[RealDType]
  /** Own extents, shape [ndim]. */
  readonly shape: readonly number[]
  /** Position of the first own entry. */
  readonly start: number
  /** Positions between neighbours along each dimension, shape [ndim]. */
  readonly strides: readonly number[]
}

type RealDType = Exclude<DType, 'complex64' | 'complex128'>

/**
 * Find the own entries of an imported section: all but its communication padding.
 *
 * Not collective. Copies nothing.
 *
 * @throws {DTypeError}        The elements are complex.
 * @throws {UseAfterFreeError} The memory was freed.
 */
export function ownEntries(array: ImportedArray): OwnEntries {
  const { dtype, buffer, dimData } = array
  if (!isReal(dtype)) throw new DTypeError(expected('real elements', 'dtype', dtype))
  const size = itemSize(dtype)
  const padding = dimData.map((dim) => (dim.dist_type === 'b' ? communicationPadding(dim) : ([0, 0] as const)))
  const shape = buffer.shape.map((extent, d) => extent - padding[d]![0] - padding[d]![1])
  const memory = bufferOf(buffer.data)
  if (memory.byteLength === 0 && !shape.includes(0))
    throw new UseAfterFreeError('Expected a live array but the memory of this one was freed')
  const strides = buffer.strides.map((stride) => stride / size)
  let start = byteOffsetOf(buffer.data) / size
  if (shape.includes(0)) start = 0
  else for (let d = 0; d < shape.length; d++) start += padding[d]![0] * strides[d]!
  const elements = new (typedArrayFor<RealDType>(dtype))(memory, 0, Math.floor(memory.byteLength / size))
  return { elements, shape, start, strides }
}

/**
 * Visit the rows of a section, a row being a run along the last dimension.
 *
 * Not collective.
 *
 * @param visit Takes the position of the row's first entry, the positions between its entries, its length, and the
 *              row-major position of its first entry among all entries. A 0-d section is one row of one entry.
 */
export function forEachRow(entries: OwnEntries, visit: (at: number, step: number, n: number, dense: number) => void): void {
  const { shape, strides, start } = entries
  if (shape.includes(0)) return
  const n = shape.at(-1) ?? 1
  const step = strides.at(-1) ?? 1
  const index = new Array<number>(Math.max(0, shape.length - 1)).fill(0)
  let at = start
  for (let dense = 0; ; dense += n) {
    visit(at, step, n, dense)
    let d = index.length - 1
    for (; d >= 0; d--) {
      at += strides[d]!
      if (++index[d]! < shape[d]!) break
      at -= strides[d]! * shape[d]!
      index[d] = 0
    }
    if (d < 0) return
  }
}

function isReal(dtype: DType): dtype is RealDType {
  return dtype !== 'complex64' && dtype !== 'complex128'
}
