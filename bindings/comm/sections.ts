import type { TypedArray } from '../../protocol/dtype.js'
import { ArgumentError, expected, ShapeError } from '../../protocol/errors.js'
import { countOf, type DTypeOption, typeOf } from './buffer.js'
import type { ElementType } from './element-type.js'

/** A buffer in sections, one per rank (or per neighbour). */
export interface Sections<T extends TypedArray> {
  data: T
  /** Length of each section, in elements. */
  counts: ArrayLike<number>
  /** Where each section starts in `data`, in elements. Default: one after the other. */
  displs?: ArrayLike<number>
}

/** Sections as the addon takes them. */
export interface CheckedSections {
  type: ElementType
  data: TypedArray
  counts: Float64Array
  displs: Float64Array
}

/**
 * A list of lengths as the addon takes it.
 *
 * Not collective.
 *
 * @throws {ArgumentError} The list has not `n` entries, or one is no integer >= 0.
 */
export function lengthsOf(list: ArrayLike<number>, n: number, name: string): Float64Array {
  if (typeof list !== 'object' || list === null || list.length !== n)
    throw new ArgumentError(expected(`a list of ${n} lengths`, name, list))
  const lengths = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const length = list[i]!
    if (!Number.isSafeInteger(length) || length < 0) throw new ArgumentError(expected('an integer >= 0', `${name}[${i}]`, length))
    lengths[i] = length
  }
  return lengths
}

/**
 * Check sections against their buffer.
 *
 * Not collective.
 *
 * @param n Number of sections: ranks or neighbours.
 * @throws {ShapeError}    A section ends outside `data`.
 * @throws {ArgumentError} The lists have not `n` entries, or one entry is no integer >= 0.
 * @throws {DTypeError}    `data` is no typed array, or does not hold `options.dtype`.
 */
export function checkSections(sections: Sections<TypedArray>, n: number, name: string, options: DTypeOption | undefined): CheckedSections {
  if (typeof sections !== 'object' || sections === null) throw new ArgumentError(expected('{ data, counts, displs? }', name, sections))
  const type = typeOf(sections.data, options, `${name}.data`)
  const held = countOf(sections.data, type, `${name}.data`)
  const counts = lengthsOf(sections.counts, n, `${name}.counts`)
  const displs = sections.displs === undefined ? packedDispls(counts) : lengthsOf(sections.displs, n, `${name}.displs`)
  for (let i = 0; i < n; i++)
    if (counts[i]! > 0 && displs[i]! + counts[i]! > held)
      throw new ShapeError(`Section ${i} of ${name} ends at element ${displs[i]! + counts[i]!}, but the buffer has ${held}`)
  return { type, data: sections.data, counts, displs }
}

function packedDispls(counts: Float64Array): Float64Array {
  const displs = new Float64Array(counts.length)
  for (let i = 1; i < counts.length; i++) displs[i] = displs[i - 1]! + counts[i - 1]!
  return displs
}
