import { type DType, typedArrayFor } from '../protocol/dtype.js'

/**
 * Global indices as the integer array that an export holds.
 *
 * @param type Element type; default: int32 where all fit, else int64.
 */
export function indexArray(indices: readonly number[], type?: DType): ArrayBufferView {
  const fits = indices.every((index) => index === (index | 0))
  return typedArrayOf(type ?? (fits ? 'int32' : 'int64'), indices)
}

/** A typed array of `type` with these values; 64-bit ones may be decimal texts. */
export function typedArrayOf(type: DType, values: readonly (number | string)[]): ArrayBufferView {
  const array = new (typedArrayFor(type))(values.length) as unknown as Record<number, unknown> & ArrayBufferView
  const isWide = type === 'int64' || type === 'uint64'
  values.forEach((value, i) => {
    array[i] = isWide ? BigInt(value) : Number(value)
  })
  return array
}
