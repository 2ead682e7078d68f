import type { DType } from '../../protocol/dtype.js'
import { ArrayCore } from '../array-core.js'
import { checkOptions } from '../check-options.js'
import type { DistArray } from '../dist-array.js'
import { type PlacementOptions, placedOptions, type ShapeOrDistribution } from '../placement.js'
import {
  below,
  type IntegerDType,
  integerRange,
  type RealDType,
  requireCount,
  requireNonNegative,
  requireNumber,
  requirePoissonMean,
  requirePositive,
  requireProbability,
  requireReal,
} from './parameters.js'
import type { DifferingDraw, Draw, RandomArrays, RandomParameter } from './random-arrays.js'

/** How a random array is distributed, and its dtype. */
export interface RandomOptions<D extends DType> extends PlacementOptions {
  readonly dtype?: D
}

/**
 * The distributions that a stream draws from. `shape` is global extents, one extent, or a Distribution, as in `ctx.zeros`; options are
 * those of `ctx.zeros` and the distribution's own. Every method returns at once.
 *
 * Parameters are numbers, or arrays that broadcast to `shape`: each element then is the one that its own parameters would have given all
 * elements. Wrong numbers are refused at once; wrong elements of arrays on the engines, so that who asks for the result is told.
 */
export abstract class RandomDraws {
  protected readonly arrays: RandomArrays

  protected constructor(arrays: RandomArrays) {
    this.arrays = arrays
  }

  /**
   * Draw from [low, high) with 53 random bits per element, for float32 24.
   *
   * @param options `low` is 0 and `high` 1 by default.
   * @throws {ArgumentError} `high` is below `low`, or too far from it for the dtype.
   */
  uniform<D extends RealDType = 'float64'>(
    shape: ShapeOrDistribution,
    options: RandomOptions<D> & { readonly low?: RandomParameter; readonly high?: RandomParameter } = {},
  ): DistArray<D> {
    requireOptions('uniform', ['low', 'high'], options)
    const { low = 0, high = 1, dtype = 'float64' as D, ...placing } = options
    requireReal(dtype)
    if (isArray(low) || isArray(high)) return this.drawEach({ kernel: 'uniform', parameters: [low, high] }, dtype, shape, placing)
    const greatest = dtype === 'float32' ? 3.4028234663852886e38 : Number.MAX_VALUE
    requireNumber(low, 'low', `a finite ${dtype}`, (x) => Math.abs(x) <= greatest)
    requireNumber(high, 'high', `a finite ${dtype}, at least low,`, (x) => Math.abs(x) <= greatest && x >= low)
    requireNumber(high - low, 'high - low', 'a finite number')
    const limit = high > low ? below(high, dtype) : low
    return this.draw({ kernel: 'uniform', reals: [low, high - low, limit] }, dtype, shape, placing)
  }

  /**
   * Draw from the normal distribution.
   *
   * @param options `mean` is 0 and the standard deviation `std` 1 by default.
   * @throws {ArgumentError} `std` is negative.
   */
  normal<D extends RealDType = 'float64'>(
    shape: ShapeOrDistribution,
    options: RandomOptions<D> & { readonly mean?: RandomParameter; readonly std?: RandomParameter } = {},
  ): DistArray<D> {
    requireOptions('normal', ['mean', 'std'], options)
    const { mean = 0, std = 1, dtype = 'float64' as D, ...placing } = options
    requireReal(dtype)
    if (isArray(mean) || isArray(std)) return this.drawEach({ kernel: 'normal', parameters: [mean, std] }, dtype, shape, placing)
    requireNumber(mean, 'mean')
    requireNonNegative(std, 'std')
    return this.draw({ kernel: 'normal', reals: [mean, std] }, dtype, shape, placing)
  }

  /**
   * Draw from the exponential distribution.
   *
   * @param options The mean `scale` is 1 by default.
   * @throws {ArgumentError} `scale` is negative.
   */
  exponential<D extends RealDType = 'float64'>(
    shape: ShapeOrDistribution,
    options: RandomOptions<D> & { readonly scale?: RandomParameter } = {},
  ): DistArray<D> {
    requireOptions('exponential', ['scale'], options)
    const { scale = 1, dtype = 'float64' as D, ...placing } = options
    requireReal(dtype)
    if (isArray(scale)) return this.drawEach({ kernel: 'exponential', parameters: [scale, 0] }, dtype, shape, placing)
    requireNonNegative(scale, 'scale')
    return this.draw({ kernel: 'exponential', reals: [0, scale] }, dtype, shape, placing)
  }

  /**
   * Draw integers from [low, high), or [low, high] with `endpoint`, all with the same chance (to within 2^-64).
   *
   * @param low     Integers, as bigint from 2^53 on.
   * @param options `dtype` is int64 by default, and may be bool.
   * @throws {ArgumentError} There is no integer in the range, or the dtype does not hold it.
   */
  integers<D extends IntegerDType = 'int64'>(
    low: RandomParameter | bigint,
    high: RandomParameter | bigint,
    shape: ShapeOrDistribution,
    options: RandomOptions<D> & { readonly endpoint?: boolean } = {},
  ): DistArray<D> {
    requireOptions('integers', ['endpoint'], options)
    const { endpoint = false, dtype = 'int64' as D, ...placing } = options
    if (isArray(low) || isArray(high))
      return this.drawEach({ kernel: 'integers', parameters: [low, high], endpoint }, dtype, shape, placing)
    const integers = integerRange(low, high, endpoint, dtype).map((value) => BigInt.asUintN(64, value)) as [bigint, bigint]
    return this.draw({ kernel: 'integers', integers }, dtype, shape, placing)
  }

  /**
   * Draw `n` bytes.
   *
   * @throws {ArgumentError} `n` is no integer, zero or more.
   */
  bytes(n: number, options: PlacementOptions = {}): DistArray<'uint8'> {
    requireCount(n, 'n')
    return this.draw({ kernel: 'bytes' }, 'uint8', [n], options)
  }

  /**
   * Draw from the gamma distribution.
   *
   * @param k       Its shape parameter, zero or more.
   * @param options `scale` is 1 by default.
   * @throws {ArgumentError} `k` or `scale` is negative.
   */
  gamma<D extends RealDType = 'float64'>(
    k: RandomParameter,
    shape: ShapeOrDistribution,
    options: RandomOptions<D> & { readonly scale?: RandomParameter } = {},
  ): DistArray<D> {
    requireOptions('gamma', ['scale'], options)
    const { scale = 1, dtype = 'float64' as D, ...placing } = options
    requireReal(dtype)
    if (isArray(k) || isArray(scale)) return this.drawEach({ kernel: 'gamma', parameters: [k, scale] }, dtype, shape, placing)
    requireNonNegative(k, 'k')
    requireNonNegative(scale, 'scale')
    return this.draw({ kernel: 'gamma', reals: [k, k === 0 ? 0 : scale] }, dtype, shape, placing)
  }

  /**
   * Draw from the beta distribution.
   *
   * @throws {ArgumentError} `a` or `b` is not above zero.
   */
  beta(a: RandomParameter, b: RandomParameter, shape: ShapeOrDistribution, options: PlacementOptions = {}): DistArray<'float64'> {
    if (isArray(a) || isArray(b)) return this.drawEach({ kernel: 'beta', parameters: [a, b] }, 'float64', shape, options)
    requirePositive(a, 'a')
    requirePositive(b, 'b')
    return this.draw({ kernel: 'beta', reals: [a, b] }, 'float64', shape, options)
  }

  /**
   * Draw from the Poisson distribution.
   *
   * @param lam Its mean, zero or more.
   * @throws {ArgumentError} `lam` is negative, or so large that int64 could not hold the elements.
   */
  poisson(lam: RandomParameter, shape: ShapeOrDistribution, options: PlacementOptions = {}): DistArray<'int64'> {
    if (isArray(lam)) return this.drawEach({ kernel: 'poisson', parameters: [lam, 0] }, 'int64', shape, options)
    requirePoissonMean(lam, 'lam')
    return this.draw({ kernel: 'poisson', reals: [lam, 0] }, 'int64', shape, options)
  }

  /**
   * Draw how many of `n` trials succeed that succeed with probability `p`.
   *
   * @throws {ArgumentError} `n` is no integer, zero or more, or `p` no probability.
   */
  binomial(n: RandomParameter, p: RandomParameter, shape: ShapeOrDistribution, options: PlacementOptions = {}): DistArray<'int64'> {
    if (isArray(n) || isArray(p)) return this.drawEach({ kernel: 'binomial', parameters: [n, p] }, 'int64', shape, options)
    requireCount(n, 'n')
    requireProbability(p, 'p')
    return this.draw({ kernel: 'binomial', reals: [n, p] }, 'int64', shape, options)
  }

  /** What the next array is made from: key and number of the draw, shape [3]. */
  protected abstract takeSource(): BigUint64Array

  /** Have the engines make an array of them. */
  protected draw<D extends DType>(draw: Draw, dtype: D, shape: ShapeOrDistribution, placing: PlacementOptions): DistArray<D> {
    return this.arrays.make(draw, () => this.takeSource(), dtype, shape, placing)
  }

  private drawEach<D extends DType>(draw: DifferingDraw, dtype: D, shape: ShapeOrDistribution, placing: PlacementOptions): DistArray<D> {
    return this.arrays.makeEach(draw, () => this.takeSource(), dtype, shape, placing)
  }
}

function isArray(parameter: unknown): parameter is DistArray {
  return parameter instanceof ArrayCore
}

/** @throws {ArgumentError} Something else than the distribution's own options and those of a new array. */
function requireOptions(name: string, own: readonly string[], options: object): void {
  checkOptions(name, options, [...own, ...placedOptions])
}
