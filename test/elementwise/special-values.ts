import { NDArray } from '../../array/nd-array.js'
import { type DType, typedArrayFor } from '../../protocol/index.js'

const { MAX_VALUE, MIN_VALUE, POSITIVE_INFINITY: infinity } = Number
const ordinary = [1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3, -3, 7, 0.1, -0.7, 100.7, -20.25, 1e-5, -1e-9, 1e8, Math.PI, Math.E]
const finite = [0, -0, ...ordinary]
const float64 = [...finite, 1e300, -1e300, MAX_VALUE, MIN_VALUE, 2.5e-308, infinity, -infinity, Number.NaN]
const float32 = [...finite, 1e30, -1e30, 3.4028234663852886e38, 1.401298464324817e-45, 1.2e-38, infinity, -infinity, Number.NaN]
const small = [0, 1, 2, 3, 5, 7, 12, 31, 63, 100]

/** Numbers that functions of the dtype treat in ways of their own, among ordinary ones, as the parts of a typed array. */
function partsOf(dtype: DType, special: boolean): (number | bigint)[] {
  switch (dtype) {
    case 'bool':
      return [0, 1]
    case 'float32':
      return special ? float32 : finite
    case 'float64':
      return special ? float64 : finite
    case 'complex64':
    case 'complex128': {
      const parts = special ? [0, -0, 1, -2.5, infinity, -infinity, Number.NaN] : [0, -0, 0.25, 1, -1, 2.5, -3, 1e-4, 11]
      return parts.flatMap((re) => parts.flatMap((im) => [re, im]))
    }
    default: {
      const bits = BigInt(dtype.replace(/\D+/, ''))
      const top = dtype.startsWith('u') ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n
      const signed = dtype.startsWith('u') ? [top - 1n, top] : [-1n, -2n, -3n, -7n, -100n, -top - 1n, -top, top - 1n, top]
      const all = [...small.map(BigInt), ...signed]
      return dtype.endsWith('64') ? all : all.map(Number)
    }
  }
}

/** The values of a dtype, shape [n]. */
export function specialValues(dtype: DType, special = true): NDArray {
  return arrayOf(dtype, partsOf(dtype, special))
}

function arrayOf(dtype: DType, parts: readonly (number | bigint)[]): NDArray {
  const data = new (typedArrayFor(dtype))(parts.length)
  for (const [k, part] of parts.entries()) data[k] = part
  return new NDArray([dtype.startsWith('complex') ? parts.length / 2 : parts.length], dtype, data)
}

/** All combinations of the values of several arrays, each as one array of the same length. */
export function combinations(arrays: readonly NDArray[]): NDArray[] {
  const length = arrays.reduce((n, { shape }) => n * (shape[0] as number), 1)
  let inner = length
  return arrays.map(({ dtype, data, shape }) => {
    const count = shape[0] as number
    inner /= count
    const width = data.length / count
    const parts = Array.from({ length }, (_, k) => {
      const at = (Math.floor(k / inner) % count) * width
      return [...data.subarray(at, at + width)]
    }).flat()
    return arrayOf(dtype, parts)
  })
}
