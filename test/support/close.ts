import type { Test } from 'tap'
import type { NDArray } from '../../array/nd-array.js'

/** How near two arrays have to be. */
export interface Closeness {
  /** Greatest distance in units in the last place of the element's components; default 0, the same value. */
  readonly ulp?: number
  /** Measure complex errors against the modulus of the expected value, not each component by itself; default false. */
  readonly byModulus?: boolean
  /** Whether -0 and 0 differ; default false. */
  readonly signedZeros?: boolean
}

const bits64 = new BigInt64Array(1)
const float64 = new Float64Array(bits64.buffer)
const bits32 = new Int32Array(1)
const float32 = new Float32Array(bits32.buffer)

/**
 * Return how many representable numbers lie between two, 0 for the same; NaN is as far from NaN as 0, and infinitely far from all else.
 *
 * @param single Whether they are float32, else float64.
 */
export function ulpDistance(a: number, b: number, single: boolean): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0
  // An infinity is no rounding of a number, even of the greatest one beside it.
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Number.POSITIVE_INFINITY
  return single ? Math.abs(ordered32(a) - ordered32(b)) : Number(magnitude(ordered64(a) - ordered64(b)))
}

/** Check dtype, shape and every element, as one assertion that prints the elements that differ. */
export function assertClose(t: Test, actual: NDArray, expected: NDArray, closeness: Closeness = {}, name = 'the same values'): void {
  const wrong = mismatches(actual, expected, closeness)
  if (wrong.length === 0) t.pass(name)
  else t.fail(`${name}: ${wrong.length} differences`, { found: wrong.slice(0, 10) })
}

/** Return a line for every difference between two arrays. */
export function mismatches(actual: NDArray, expected: NDArray, closeness: Closeness = {}): string[] {
  if (actual.dtype !== expected.dtype) return [`dtype ${actual.dtype}, expected ${expected.dtype}`]
  if (actual.shape.join() !== expected.shape.join()) return [`shape [${actual.shape}], expected [${expected.shape}]`]
  const wrong: string[] = []
  const width = expected.dtype.startsWith('complex') ? 2 : 1
  const isFloat = expected.data instanceof Float32Array || expected.data instanceof Float64Array
  for (let k = 0; k < expected.data.length; k += width) {
    const got = [...actual.data.subarray(k, k + width)]
    const want = [...expected.data.subarray(k, k + width)]
    const near = isFloat ? isNear(got as number[], want as number[], expected.data instanceof Float32Array, closeness) : got[0] === want[0]
    if (!near) wrong.push(`element ${k / width}: ${got.map(text)}, expected ${want.map(text)}`)
  }
  return wrong
}

function isNear(got: number[], want: number[], single: boolean, { ulp = 0, byModulus = false, signedZeros = false }: Closeness): boolean {
  if (signedZeros && !got.every((part, i) => part !== 0 || want[i] !== 0 || Object.is(part, want[i]))) return false
  if (byModulus && [...got, ...want].every(Number.isFinite)) {
    const error = Math.hypot(...got.map((part, i) => part - (want[i] as number)))
    const spacing = single ? Math.max(2 ** -23 * Math.hypot(...want), 2 ** -149) : Math.max(2 ** -52 * Math.hypot(...want), 2 ** -1074)
    return error <= ulp * spacing
  }
  return got.every((part, i) => ulpDistance(part, want[i] as number, single) <= ulp)
}

/** Floats in the order of these integers. */
function ordered64(x: number): bigint {
  float64[0] = x
  const bits = bits64[0] as bigint
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits
}

function ordered32(x: number): number {
  float32[0] = x
  const bits = bits32[0] as number
  return bits < 0 ? -(bits & 0x7fffffff) : bits
}

function magnitude(x: bigint): bigint {
  return x < 0n ? -x : x
}

function text(part: number | bigint): string {
  return Object.is(part, -0) ? '-0' : String(part)
}
