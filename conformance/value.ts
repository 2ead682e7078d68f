import type { DType } from '../protocol/dtype.js'

/** An element as JavaScript sees it: bigint for 64-bit integers, [re, im] for complex dtypes. */
export type ElementValue = number | bigint | boolean | readonly [re: number, im: number]

const weights = [1, 1009, 1000003, 100000007]
const modulus = 97

/**
 * The value that the element with this global index has in every conformance case. `dap/conformance.h` has it in C.
 *
 * With `k = sum over d of (g[d] + 1) * w[d]`, `w = [1, 1009, 1000003, 100000007]` (1 for a 0-d array), and `m = k mod 97`,
 * from 0 to 96 also for negative indices: bool `m` is odd; integers `m`; floats `m + 0.5`; complex `(m + 0.5) - m i`.
 *
 * @param globalIndex Shape [ndim], at most 4 dimensions; safe integers, negative ones too.
 */
export function valueAt(dtype: DType, globalIndex: readonly number[]): ElementValue {
  const m = residue(globalIndex)
  switch (dtype) {
    case 'bool':
      return m % 2 === 1
    case 'int64':
    case 'uint64':
      return BigInt(m)
    case 'float32':
    case 'float64':
      return m + 0.5
    case 'complex64':
    case 'complex128':
      return [m + 0.5, -m]
    default:
      return m
  }
}

/** k mod 97, computed without large numbers. */
function residue(globalIndex: readonly number[]): number {
  if (globalIndex.length === 0) return 1
  let sum = 0
  globalIndex.forEach((g, d) => {
    sum += (positive(g) + 1) * (weights[d]! % modulus)
  })
  return sum % modulus
}

function positive(g: number): number {
  return ((g % modulus) + modulus) % modulus
}
