import { markAsUntransferable } from 'node:worker_threads'
import type { DType, TypedArray } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError, expected, ShapeError, UseAfterFreeError } from '../../protocol/errors.js'
import { bufferOf, byteLengthOf, byteOffsetOf, hasFixedLength, lengthOf } from '../../protocol/memory.js'
import { type ElementType, elementTypeOf } from './element-type.js'

/** Stands for a buffer whose data lies in the other one (`MPI_IN_PLACE`). */
export const inPlace: unique symbol = Symbol('distarray.inPlace')
export type InPlace = typeof inPlace

/** Option of every operation on buffers. */
export interface DTypeOption {
  /** Element type; default as the typed array says. Needed for bool and complex elements, which borrow another's array. */
  dtype?: DType
}

const optionKeys: ReadonlySet<string> = new Set(['dtype'])

/** The dtype option; unknown keys are refused, so that a misspelt one is not ignored. */
export function dtypeOption(options: DTypeOption | undefined, known: ReadonlySet<string> = optionKeys): DType | undefined {
  if (options === undefined) return undefined
  if (typeof options !== 'object' || options === null) throw new ArgumentError(expected('an object', 'options', options))
  for (const key in options)
    if (!known.has(key)) throw new ArgumentError(`Unknown option '${key}'; the options are: ${[...known].join(', ')}`)
  return options.dtype
}

/** The element type of a buffer argument, see {@link elementTypeOf}. */
export function typeOf(view: TypedArray, options: DTypeOption | undefined, name: string): ElementType {
  return elementTypeOf(view, dtypeOption(options), name)
}

/**
 * Number of elements in `view`.
 *
 * Not collective.
 *
 * @throws {ShapeError}        Half a complex number at the end.
 * @throws {UseAfterFreeError} The memory is gone: transferred, or its Block freed.
 */
export function countOf(view: TypedArray, type: ElementType, name: string): number {
  const length = lengthOf(view)
  if (length === 0) requireAttached(view, name)
  if (type.width === 1) return length
  if (length % 2 === 1) throw new ShapeError(expected(`an even length (${type.dtype} is interleaved)`, `${name}.length`, length))
  return length / 2
}

/**
 * Check that a second buffer matches the first: same element type, at least `count` elements, memory of its own.
 *
 * Not collective.
 *
 * @returns Its number of elements.
 */
export function matchBuffer(view: TypedArray, name: string, type: ElementType, other: TypedArray, otherName: string): number {
  const own = elementTypeOf(view, type.width === 2 || type.kind === 'bool' ? type.dtype : undefined, name)
  if (own !== type)
    throw new DTypeError(`Expected one dtype for both buffers but received ${own.dtype} for ${name} and ${type.dtype} for ${otherName}`)
  requireApart(view, name, other, otherName)
  return countOf(view, type, name)
}

/** @throws {ArgumentError} The two share bytes, which MPI does not allow. */
export function requireApart(a: TypedArray, aName: string, b: TypedArray, bName: string): void {
  if (bufferOf(a) !== bufferOf(b)) return
  const aStart = byteOffsetOf(a)
  const bStart = byteOffsetOf(b)
  if (aStart < bStart + byteLengthOf(b) && bStart < aStart + byteLengthOf(a))
    throw new ArgumentError(`${aName} and ${bName} share memory; pass inPlace as ${aName}, or use separate buffers`)
}

/**
 * Make sure that the buffers of a non-blocking operation stay where they are while MPI uses them.
 *
 * Not collective. Their ArrayBuffers become untransferable for good: the memory of one that was posted to a worker, or moved
 * by `structuredClone`, would be freed there. A `Block`'s is kept in another way, and a SharedArrayBuffer is never detached.
 *
 * @throws {ArgumentError} The memory of one is resizable: it could shrink while MPI uses it.
 */
export function pinBuffers(...buffers: (TypedArray | InPlace | null | undefined)[]): void {
  for (const buffer of buffers) {
    if (!ArrayBuffer.isView(buffer)) continue
    if (!hasFixedLength(buffer))
      throw new ArgumentError('Expected memory of fixed size for a non-blocking operation but received a resizable ArrayBuffer')
    markAsUntransferable(bufferOf(buffer))
  }
}

/** @throws {ShapeError} `count` is not `wanted`. */
export function requireCount(count: number, wanted: number, name: string): void {
  if (count !== wanted) throw new ShapeError(expected(`${wanted} elements`, name, count))
}

// Node 20 has no ArrayBuffer.prototype.detached; constructing a view throws exactly when it is.
function requireAttached(view: TypedArray, name: string): void {
  try {
    new Uint8Array(bufferOf(view))
  } catch {
    throw new UseAfterFreeError(`The memory of ${name} is gone: its ArrayBuffer was transferred, or its Block freed`)
  }
}
