import type { DifferingKernel } from '../../bindings/random.js'
import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, DTypeError, expected } from '../../protocol/errors.js'

/** Real dtypes that random numbers come in. */
export type RealDType = 'float32' | 'float64'

/** Integer dtypes that random numbers come in. */
export type IntegerDType = 'bool' | 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64'

/** The least and the greatest integer of each dtype. */
const ranges: Readonly<Record<IntegerDType, readonly [bigint, bigint]>> = {
  bool: [0n, 1n],
  int8: [-(2n ** 7n), 2n ** 7n - 1n],
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 2n ** 8n - 1n],
  uint16: [0n, 2n ** 16n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
}

/** Means above this one have deviates that int64 cannot hold: ten standard deviations below its end. */
const greatestPoissonMean = 2 ** 63 - 10 * Math.sqrt(2 ** 63)

/** @throws {ArgumentError} Not a number in the range that `what` names. */
export function requireNumber(value: unknown, name: string, what = 'a finite number', holds: (x: number) => boolean = () => true): void {
  if (!Number.isFinite(value) || !holds(value as number)) throw new ArgumentError(expected(what, name, value))
}

/** @throws {ArgumentError} Not a finite number, zero or more. */
export function requireNonNegative(value: unknown, name: string): void {
  requireNumber(value, name, 'a finite number, zero or more,', (x) => x >= 0)
}

/** @throws {ArgumentError} Not a finite number above zero. */
export function requirePositive(value: unknown, name: string): void {
  requireNumber(value, name, 'a finite number above zero', (x) => x > 0)
}

/** @throws {ArgumentError} Not a safe integer, zero or more. */
export function requireCount(value: unknown, name: string): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new ArgumentError(expected('an integer, zero or more,', name, value))
}

/** @throws {ArgumentError} Not a probability. */
export function requireProbability(value: unknown, name: string): void {
  requireNumber(value, name, 'a number from 0 to 1', (x) => x >= 0 && x <= 1)
}

/** @throws {ArgumentError} Not a mean whose deviates int64 can hold. */
export function requirePoissonMean(value: unknown, name: string): void {
  requireNumber(value, name, `a number from 0 to ${greatestPoissonMean}`, (x) => x >= 0 && x <= greatestPoissonMean)
}

/** @throws {DTypeError} Not float32 or float64. */
export function requireReal(dtype: DType): void {
  if (dtype !== 'float32' && dtype !== 'float64') throw new DTypeError(expected('float32 or float64', 'dtype', dtype))
}

/** Throws where a parameter is none. */
export type ParameterCheck = (value: unknown) => void

/**
 * Return the checks of the parameters of a distribution, in the order in which they travel. Those of low and high together are others.
 *
 * Not collective.
 *
 * @param dtype Of the elements.
 */
export function checksOf(kernel: DifferingKernel, dtype: DType, endpoint: boolean): readonly ParameterCheck[] {
  switch (kernel) {
    case 'uniform': {
      const greatest = dtype === 'float32' ? 3.4028234663852886e38 : Number.MAX_VALUE
      return ['low', 'high'].map((name) => (value) => requireNumber(value, name, `a finite ${dtype}`, (x) => Math.abs(x) <= greatest))
    }
    case 'normal':
      return [(value) => requireNumber(value, 'mean'), (value) => requireNonNegative(value, 'std')]
    case 'exponential':
      return [(value) => requireNonNegative(value, 'scale')]
    case 'integers':
      return integerChecks(dtype as IntegerDType, endpoint)
    case 'gamma':
      return [(value) => requireNonNegative(value, 'k'), (value) => requireNonNegative(value, 'scale')]
    case 'beta':
      return [(value) => requirePositive(value, 'a'), (value) => requirePositive(value, 'b')]
    case 'poisson':
      return [(value) => requirePoissonMean(value, 'lam')]
    case 'binomial':
      return [(value) => requireCount(value, 'n'), (value) => requireProbability(value, 'p')]
  }
}

/** The end that does not come out has to be an integer of 64 bits itself. */
function integerChecks(dtype: IntegerDType, endpoint: boolean): readonly ParameterCheck[] {
  const [least, greatest] = integersOf(dtype)
  const most = endpoint || greatest >= 2n ** 63n - 1n ? greatest : greatest + 1n
  return [
    (low) => {
      const first = integerOf(low, 'low')
      if (first < least || first > greatest) throw new ArgumentError(expected(`${least} to ${greatest}, for ${dtype},`, 'low', low))
    },
    (high) => {
      const last = integerOf(high, 'high')
      if (last < least || last > most) throw new ArgumentError(expected(`${least} to ${most}, for ${dtype},`, 'high', high))
    },
  ]
}

/** @throws {DTypeError} Not a dtype for integers. */
export function integersOf(dtype: IntegerDType): readonly [least: bigint, greatest: bigint] {
  if (!Object.hasOwn(ranges, dtype)) throw new DTypeError(expected('bool or an integer dtype', 'dtype', dtype))
  return ranges[dtype]
}

/**
 * Return the lowest of a range of integers, and how many there are.
 *
 * Not collective.
 *
 * @throws {DTypeError}    Not a dtype for integers.
 * @throws {ArgumentError} No such range, or one that the dtype does not hold.
 */
export function integerRange(low: unknown, high: unknown, endpoint: boolean, dtype: IntegerDType): [first: bigint, count: bigint] {
  const [least, greatest] = integersOf(dtype)
  const first = integerOf(low, 'low')
  const last = integerOf(high, 'high') - (endpoint ? 0n : 1n)
  if (first < least) throw new ArgumentError(expected(`at least ${least}, for ${dtype},`, 'low', low))
  if (last > greatest) throw new ArgumentError(expected(`at most ${greatest + (endpoint ? 0n : 1n)}, for ${dtype},`, 'high', high))
  if (first > last) throw new ArgumentError(`Expected low ${endpoint ? '<=' : '<'} high but received low ${first} and high ${String(high)}`)
  return [first, BigInt.asUintN(64, last - first + 1n)]
}

function integerOf(value: unknown, name: string): bigint {
  if (typeof value === 'bigint') return value
  if (!Number.isSafeInteger(value)) throw new ArgumentError(expected('a safe integer or a bigint', name, value))
  return BigInt(value as number)
}

/**
 * Return the greatest number of a dtype below `value`.
 *
 * Not collective.
 */
export function below(value: number, dtype: RealDType): number {
  const near = dtype === 'float32' ? Math.fround(value) : value
  if (near < value) return near
  const [numbers, bits] = dtype === 'float32' ? float32 : float64
  numbers[0] = near
  if (near === 0) return -(dtype === 'float32' ? 2 ** -149 : 2 ** -1074)
  // The bits of numbers of one sign are ordered as their absolute values.
  if (bits instanceof BigInt64Array) bits[0] = (bits[0] as bigint) - (near > 0 ? 1n : -1n)
  else bits[0] = (bits[0] as number) - Math.sign(near)
  return numbers[0] as number
}

const float32Memory = new Float32Array(1)
const float64Memory = new Float64Array(1)
const float32 = [float32Memory, new Int32Array(float32Memory.buffer)] as const
const float64 = [float64Memory, new BigInt64Array(float64Memory.buffer)] as const

/**
 * Return the weights of a choice as the addon takes them.
 *
 * Not collective.
 *
 * @param n How many there have to be.
 * @throws {ArgumentError} They are no probabilities, or do not sum to 1.
 */
export function readWeights(p: ArrayLike<number>, n: number): Float64Array {
  if (typeof p !== 'object' || p === null || p.length !== n) throw new ArgumentError(expected(`a list of ${n} probabilities`, 'p', p))
  const weights = Float64Array.from(p)
  weights.forEach((weight, i) => {
    requireProbability(weight, `p[${i}]`)
  })
  const sum = weights.reduce((a, b) => a + b, 0)
  // NumPy's tolerance.
  if (!(Math.abs(sum - 1) <= Math.sqrt(Number.EPSILON))) throw new ArgumentError(expected('probabilities with the sum 1', 'p', sum))
  return weights
}
