import { Distribution } from '../../protocol/distribution.js'
import type { DType } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'
import { product } from '../../protocol/integers.js'
import type { DistArray } from '../dist-array.js'
import type { PlacementOptions, ShapeOrDistribution } from '../placement.js'
import {
  below,
  type IntegerDType,
  integerRange,
  type RealDType,
  readWeights,
  requireCount,
  requireNonNegative,
  requireNumber,
  requirePoissonMean,
  requirePositive,
  requireProbability,
  requireReal,
} from './parameters.js'
import type { Draw, RandomArrays } from './random-arrays.js'

/** How a random array is distributed, and its dtype. */
export interface RandomOptions<D extends DType> extends PlacementOptions {
  readonly dtype?: D
}

/**
 * The distributions that a stream draws from. `shape` is global extents, one extent, or a Distribution, as in `ctx.zeros`; options are
 * those of `ctx.zeros` and the distribution's own. Every method returns at once.
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
    options: RandomOptions<D> & { readonly low?: number; readonly high?: number } = {},
  ): DistArray<D> {
    const { low = 0, high = 1, dtype = 'float64' as D, ...placing } = options
    requireReal(dtype)
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
    options: RandomOptions<D> & { readonly mean?: number; readonly std?: number } = {},
  ): DistArray<D> {
    const { mean = 0, std = 1, dtype = 'float64' as D, ...placing } = options
    requireReal(dtype)
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
    options: RandomOptions<D> & { readonly scale?: number } = {},
  ): DistArray<D> {
    const { scale = 1, dtype = 'float64' as D, ...placing } = options
    requireReal(dtype)
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
    low: number | bigint,
    high: number | bigint,
    shape: ShapeOrDistribution,
    options: RandomOptions<D> & { readonly endpoint?: boolean } = {},
  ): DistArray<D> {
    const { endpoint = false, dtype = 'int64' as D, ...placing } = options
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
    k: number,
    shape: ShapeOrDistribution,
    options: RandomOptions<D> & { readonly scale?: number } = {},
  ): DistArray<D> {
    const { scale = 1, dtype = 'float64' as D, ...placing } = options
    requireReal(dtype)
    requireNonNegative(k, 'k')
    requireNonNegative(scale, 'scale')
    return this.draw({ kernel: 'gamma', reals: [k, k === 0 ? 0 : scale] }, dtype, shape, placing)
  }

  /**
   * Draw from the beta distribution.
   *
   * @throws {ArgumentError} `a` or `b` is not above zero.
   */
  beta(a: number, b: number, shape: ShapeOrDistribution, options: PlacementOptions = {}): DistArray<'float64'> {
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
  poisson(lam: number, shape: ShapeOrDistribution, options: PlacementOptions = {}): DistArray<'int64'> {
    requirePoissonMean(lam, 'lam')
    return this.draw({ kernel: 'poisson', reals: [lam, 0] }, 'int64', shape, options)
  }

  /**
   * Draw how many of `n` trials succeed that succeed with probability `p`.
   *
   * @throws {ArgumentError} `n` is no integer, zero or more, or `p` no probability.
   */
  binomial(n: number, p: number, shape: ShapeOrDistribution, options: PlacementOptions = {}): DistArray<'int64'> {
    requireCount(n, 'n')
    requireProbability(p, 'p')
    return this.draw({ kernel: 'binomial', reals: [n, p] }, 'int64', shape, options)
  }

  /**
   * Draw an order of 0 to n - 1: a permutation as a list of indices.
   *
   * @throws {ArgumentError} `n` is no integer, zero or more.
   * @remarks Up to 65536 a true shuffle, which every engine makes whole. Beyond, a keyed bijection, of which every engine computes its
   *          own entries: statistically a random order, but not one of all n! (nor would any seed suffice for those).
   */
  permutation(n: number, options: PlacementOptions = {}): DistArray<'int64'> {
    requireCount(n, 'n')
    return this.draw({ kernel: 'permutation', integers: [BigInt(n)] }, 'int64', [n], options)
  }

  /**
   * Choose from 0 to n - 1.
   *
   * @param options `replace`, true by default: whether one can be chosen again. `p`: probabilities, shape [n]; by default all have the
   *                same. Every engine has all of them.
   * @returns       What was chosen: indices of whatever the n things are.
   * @throws {ArgumentError} `p` are no probabilities, or there is not enough to choose from.
   */
  choice(
    n: number,
    shape: ShapeOrDistribution,
    options: PlacementOptions & { readonly replace?: boolean; readonly p?: ArrayLike<number> } = {},
  ): DistArray<'int64'> {
    const { replace = true, p, ...placing } = options
    requireCount(n, 'n')
    const weights = p === undefined ? undefined : readWeights(p, n)
    const size = sizeOf(shape)
    const most = replace ? (n === 0 ? 0 : Number.POSITIVE_INFINITY) : (weights?.filter((weight) => weight > 0).length ?? n)
    if (size > most)
      throw new ArgumentError(expected(`at most ${most} elements, for there are no more to choose from,`, 'shape', sizeOf(shape)))
    const draw: Draw = replace
      ? weights
        ? { kernel: 'choice', weights }
        : { kernel: 'integers', integers: [0n, BigInt(n)] }
      : weights
        ? { kernel: 'weighted', weights, integers: [BigInt(size)] }
        : { kernel: 'permutation', integers: [BigInt(n)] }
    return this.draw(draw, 'int64', shape, placing)
  }

  /** What the next array is made from: key and number of the draw, shape [3]. */
  protected abstract takeSource(): BigUint64Array

  private draw<D extends DType>(draw: Draw, dtype: D, shape: ShapeOrDistribution, placing: PlacementOptions): DistArray<D> {
    return this.arrays.make(draw, () => this.takeSource(), dtype, shape, placing)
  }
}

/** Number of elements; what is no shape is refused elsewhere. */
function sizeOf(shape: ShapeOrDistribution): number {
  if (typeof shape === 'number') return shape
  return product(shape instanceof Distribution ? shape.shape : shape)
}
