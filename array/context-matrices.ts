import { type DType, itemSize } from '../protocol/dtype.js'
import { ContextRanges } from './context-ranges.js'
import { countOf, integerOf, partArguments } from './creation/arguments.js'
import type { PlacedOptions } from './creation/placing.js'
import { eyeNode } from './creation/triangle.js'
import type { DistArray } from './dist-array.js'
import { diag, type PlacingOptions, tril, triu, type VanderOptions, vander } from './functions/matrices.js'

/** The part of a context that makes matrices and takes them apart. What comes back is an expression, see {@link ContextRanges}. */
export abstract class ContextMatrices extends ContextRanges {
  /**
   * Make a matrix with ones on a diagonal, and zeros elsewhere: `eye(n)`, `eye(n, m)` or `eye(n, m, k)`, and then options.
   *
   * @param n Rows; `m` columns (default n); `k` the diagonal, above the main one when positive (default 0).
   * @throws {ArgumentError} Something that is no such number.
   */
  eye<D extends DType = 'float64'>(n: number, options?: PlacedOptions<D>): DistArray<D>
  eye<D extends DType = 'float64'>(n: number, m: number | undefined, options?: PlacedOptions<D>): DistArray<D>
  eye<D extends DType = 'float64'>(n: number, m: number | undefined, k: number, options?: PlacedOptions<D>): DistArray<D>
  eye(...given: unknown[]): DistArray {
    const { numbers, options } = partArguments<PlacedOptions>('eye', ['n', 'm', 'k'], given)
    const { dtype = 'float64' } = options
    itemSize(dtype) // refuses what is no dtype
    const rows = countOf(numbers[0], 'n of eye')
    const columns = numbers[1] === undefined ? rows : countOf(numbers[1], 'm of eye')
    return this.expressed(eyeNode([rows, columns], integerOf(numbers[2] ?? 0, 'k of eye'), dtype), options)
  }

  /** Make the identity matrix of n rows. As {@link ContextMatrices.eye} in everything else. */
  identity<D extends DType = 'float64'>(n: number, options: PlacedOptions<D> = {}): DistArray<D> {
    return this.eye(n, options)
  }

  /** As the function {@link tril}, of an array of this context. */
  tril<D extends DType>(x: DistArray<D>, k = 0): DistArray<D> {
    this.requireOwn(x)
    return tril(x, k)
  }

  /** As the function {@link triu}, of an array of this context. */
  triu<D extends DType>(x: DistArray<D>, k = 0): DistArray<D> {
    this.requireOwn(x)
    return triu(x, k)
  }

  /** As the function {@link diag}, of an array of this context. */
  diag<D extends DType>(x: DistArray<D>, k = 0, options: PlacingOptions = {}): DistArray<D> {
    this.requireOwn(x)
    return diag(x, k, options)
  }

  /** As the function {@link vander}, of an array of this context. */
  vander(x: DistArray, n: number | undefined = undefined, options: VanderOptions = {}): DistArray {
    this.requireOwn(x)
    return vander(x, n, options)
  }
}
