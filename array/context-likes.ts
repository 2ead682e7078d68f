import { type DType, itemSize } from '../protocol/dtype.js'
import { ArgumentError } from '../protocol/errors.js'
import { ContextCreation } from './context-creation.js'
import type { ArrayValues } from './create-array.js'
import { readingDType, requireCopy, requireRange } from './creation/as-array.js'
import { type PlacedOptions, readPlacing } from './creation/placing.js'
import { DistArray } from './dist-array.js'
import type { WeakScalar } from './dtypes/weak-scalar.js'
import { ContextError } from './errors.js'
import { cast, type Elementwise, stretch } from './expression/node.js'
import { isSamePlace } from './expression/place.js'
import { emptyLike, fullLike, onesLike, zerosLike } from './functions/likes.js'
import type { StoredArray } from './stored-array.js'

/** Options of {@link ContextLikes.asarray}. */
export interface AsArrayOptions<D extends DType = DType> extends PlacedOptions<D> {
  /** True: always a copy. False: never one. Default: where it is needed. */
  readonly copy?: boolean
}

/** The part of a context that makes arrays of others, or like others. */
export abstract class ContextLikes extends ContextCreation {
  /** As the function {@link zerosLike}, of an array of this context. */
  zerosLike<E extends DType, D extends DType = E>(like: DistArray<E>, options: PlacedOptions<D> = {}): DistArray<D> {
    this.requireOwn(like)
    return zerosLike(like, options)
  }

  /** As the function {@link onesLike}, of an array of this context. */
  onesLike<E extends DType, D extends DType = E>(like: DistArray<E>, options: PlacedOptions<D> = {}): DistArray<D> {
    this.requireOwn(like)
    return onesLike(like, options)
  }

  /** As the function {@link emptyLike}, of an array of this context. */
  emptyLike<E extends DType, D extends DType = E>(like: DistArray<E>, options: PlacedOptions<D> = {}): DistArray<D> {
    this.requireOwn(like)
    return emptyLike(like, options)
  }

  /** As the function {@link fullLike}, of an array of this context. */
  fullLike<E extends DType, D extends DType = E>(like: DistArray<E>, value: WeakScalar, options: PlacedOptions<D> = {}): DistArray<D> {
    this.requireOwn(like)
    return fullLike(like, value, options)
  }

  /**
   * Return values as a distributed array: an array as it is, where nothing else is asked for.
   *
   * In SPMD every rank must have the same values.
   *
   * @param values  A distributed array of this context; what `fromArray` takes; in SPMD also anything with `__distarray__()`, whose
   *                memory is used.
   * @param options dtype, to which values are cast, and distribution. A typed array for a complex dtype has interleaved components.
   * @throws {ArgumentError} `copy` is false and a copy is needed; a list has a number that an integer dtype has no place for.
   * @throws {ContextError}  An array of another context.
   * @throws As `fromArray` and `fromDistArray`.
   * @example
   * ctx.asarray([[1, 2], [3, 4]], { dtype: 'int64', dist: 'bn' })
   */
  asarray<D extends DType = DType>(
    values: ArrayValues | DistArray | { __distarray__(): unknown },
    options: AsArrayOptions<D> = {},
  ): DistArray<D> {
    const { copy, ...rest } = options
    if (values instanceof DistArray) return this.adapted(values, copy, rest) as DistArray<D>
    if (typeof values === 'object' && values !== null && '__distarray__' in values)
      return this.adapted(this.fromDistArray(values), copy, rest) as DistArray<D>
    requireCopy(copy, 'they are in the memory of this program and not on the engines')
    const { dtype, ...placing } = rest
    if (dtype !== undefined) requireRange(values as ArrayValues, dtype)
    const reading = readingDType(values as ArrayValues, dtype)
    const array = this.fromArray(values as ArrayValues, { ...placing, ...(reading === undefined ? {} : { dtype: reading }) })
    if (dtype === undefined || dtype === array.dtype) return array as DistArray<D>
    const converted = this.adapted(array, undefined, { dtype })
    array.free()
    return converted as DistArray<D>
  }

  /** Make an array of an expression: where the options say, or else wherever what it is used with is. */
  protected expressed(node: Elementwise, options: PlacedOptions, sources: readonly StoredArray[] = []): DistArray {
    return this.express({ node, sources, placement: readPlacing(node.shape, options, this.engines) })
  }

  /** An array with the dtype and the place that is asked for. */
  private adapted(array: DistArray, copy: boolean | undefined, options: PlacedOptions): DistArray {
    this.requireOwn(array)
    const { dtype = array.dtype } = options
    itemSize(dtype) // refuses what is no dtype
    const placement = readPlacing(array.shape, options, this.engines)
    const isThere = !placement || isSamePlace(array, placement)
    if (dtype === array.dtype && isThere && copy !== true) return array
    requireCopy(copy, dtype === array.dtype ? 'the array is distributed in another way' : `the array's dtype is ${array.dtype}`)
    const { node, sources } = array._node()
    const { distribution, targets } = array
    return this.express({ node: stretch(cast(node, dtype), array.shape), sources, placement: placement ?? { distribution, targets } })
  }

  /** @throws {ContextError} An array of another context. */
  protected requireOwn(array: DistArray): void {
    if (!(array instanceof DistArray)) throw new ArgumentError('Expected a distributed array; make one with asarray')
    if (array.context !== this)
      throw new ContextError('Expected an array of this context; move values between contexts by toArray and fromArray')
  }
}
