import { isContiguous, type StridedBuffer } from '../protocol/buffer.js'
import type { DType } from '../protocol/dtype.js'
import { UnsupportedError } from '../protocol/errors.js'
import { type Complex, codecOf, type Element } from './element.js'
import { indicesOf } from './indices.js'
import type { Section } from './section.js'

/**
 * Set every element of a section to one value.
 *
 * Not collective.
 *
 * @throws {ArgumentError}    The dtype cannot hold `value`.
 * @throws {UnsupportedError} The producer of the memory allows no writes.
 */
export function fillValue<D extends DType>(section: Section<D>, value: Element<D>): void {
  const { buffer, dtype } = section
  codecOf(dtype).check(value)
  if (section.fillUnseen(value)) return
  requireWritable(buffer)
  if (!isContiguous(buffer)) {
    for (const index of indicesOf(buffer.shape)) section.set(index, value)
    return
  }
  const { data } = section
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(value as bigint)
  else if (codecOf(dtype).width === 2) fillComplex(data as Float32Array | Float64Array, value as Complex)
  else (data as Float64Array).fill(Number(value))
}

/** @throws {UnsupportedError} The producer of the memory allows no writes. */
export function requireWritable({ readonly }: StridedBuffer): void {
  if (readonly)
    throw new UnsupportedError('The producer of this array exported it as read-only; write to a copy instead', {
      feature: 'writing to a read-only array',
    })
}

function fillComplex(components: Float32Array | Float64Array, { re, im }: Complex): void {
  for (let i = 0; i < components.length; i += 2) {
    components[i] = re
    components[i + 1] = im
  }
}
