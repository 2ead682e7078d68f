import { temporaryBytes, unsetBytes } from '../bindings/temporary.js'
import { type ArrayTypes, type DType, typedArrayFor } from '../protocol/dtype.js'

/** Make a typed array whose elements are not set, with memory of its own. */
export function unsetArray<D extends DType>(dtype: D, length: number): ArrayTypes[D] {
  return on(dtype, length, unsetBytes)
}

/** As {@link unsetArray}, for a moment: `giveBack` takes it. */
export function temporaryArray<D extends DType>(dtype: D, length: number): ArrayTypes[D] {
  return on(dtype, length, temporaryBytes)
}

function on<D extends DType>(dtype: D, length: number, allocate: (bytes: number) => Uint8Array<ArrayBuffer>): ArrayTypes[D] {
  const type = typedArrayFor(dtype)
  return new type(allocate(length * type.BYTES_PER_ELEMENT).buffer)
}
