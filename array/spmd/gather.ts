import type { DType, TypedArray } from '../../protocol/dtype.js'
import { product } from '../../protocol/integers.js'
import { codecOf } from '../element.js'
import { indicesOf } from '../indices.js'
import type { LocalArray } from '../local-array.js'
import { temporaryArray } from '../unset-array.js'
import type { Frame } from './rank-function.js'

/**
 * Copy what this rank owns into a new typed array, row-major, without ghosts.
 *
 * Not collective.
 */
export function packOwn(array: LocalArray): TypedArray {
  const { ownShape, ownOffset, shape } = array
  if (product(ownShape) === product(shape)) return array.packed()
  const { width } = codecOf(array.dtype as DType)
  const source: TypedArray = array.isContiguous ? array.data : array.packed()
  const own: TypedArray = temporaryArray(array.dtype as DType, product(ownShape) * width)
  // Rows of the last dimension follow each other in both. Ghosts need a dimension, so there is a last one.
  const last = shape.length - 1
  const length = (ownShape[last] as number) * width
  let at = 0
  for (const row of indicesOf(ownShape.slice(0, last))) {
    let start = 0
    for (let d = 0; d < last; d++) start = start * (shape[d] as number) + (row[d] as number) + (ownOffset[d] as number)
    start = (start * (shape[last] as number) + (ownOffset[last] as number)) * width
    own.set(source.subarray(start, start + length) as never, at) // the same kind of typed array
    at += length
  }
  return own
}

/**
 * Return what this rank owns, packed row-major: the array's own memory where it lies there like that and may be lent.
 *
 * Not collective.
 */
export function gather(frame: Frame, reference: unknown): TypedArray {
  const array = frame.array(reference)
  const isPacked = array.isContiguous && product(array.ownShape) === product(array.shape)
  return frame.lends && isPacked ? array.data : packOwn(array)
}
