import type { Element } from '../../array/element.js'
import type { DType } from '../../protocol/dtype.js'

/** A value of each dtype that tells the position it belongs to; `n` is an integer from 0 to a few thousand. */
export function valueAt(dtype: DType, n: number): Element {
  switch (dtype) {
    case 'bool':
      return n % 3 === 0
    case 'int8':
      return (n % 256) - 128
    case 'uint8':
      return n % 256
    case 'int64':
      return -(2n ** 60n) - BigInt(n)
    case 'uint64':
      return 2n ** 63n + BigInt(n)
    case 'float32':
      return n + 0.5
    case 'float64':
      return n + 0.1
    case 'complex64':
    case 'complex128':
      return { re: n + 0.5, im: -n }
    case 'int16':
    case 'int32':
    case 'uint16':
    case 'uint32':
      return n
  }
}
