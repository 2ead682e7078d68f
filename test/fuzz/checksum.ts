import { type ImportedArray, itemSize } from '../../protocol/index.js'
import { bufferOf, byteOffsetOf, lengthOf } from '../../protocol/memory.js'

/** What `DapArray.checksum` should return: the same sum, computed in JavaScript, where no read can leave its buffer. */
export function checksum({ buffer, dtype, dimData }: ImportedArray): number {
  let sum = 0
  const add = (value: number): void => {
    sum = (Math.imul(sum, 31) + value) | 0
  }
  const { data, shape, strides } = buffer
  if (!shape.includes(0)) {
    const memory = new Uint8Array(bufferOf(data))
    const item = itemSize(dtype)
    const walk = (d: number, at: number): void => {
      if (d < shape.length) for (let i = 0; i < shape[d]!; i++) walk(d + 1, at + i * strides[d]!)
      else for (let byte = 0; byte < item; byte++) add(byteAt(memory, at + byte))
    }
    walk(0, byteOffsetOf(data))
  }
  for (const dim of dimData) {
    if (dim.dist_type !== 'u') continue
    for (let i = 0; i < lengthOf(dim.indices); i++) {
      const index = BigInt(dim.indices[i]!)
      add(Number(BigInt.asIntN(32, index)))
      add(Number(BigInt.asIntN(32, index >> 32n)))
    }
  }
  return sum >>> 0
}

function byteAt(memory: Uint8Array, at: number): number {
  const byte = memory[at]
  if (byte === undefined) throw new RangeError(`byte ${at} is outside a buffer of ${memory.length} bytes`)
  return byte
}
