import { type DType, itemSize } from '../protocol/dtype.js'
import { ArgumentError } from '../protocol/errors.js'
import { type ArrayOptions, ContextCreation } from './context-creation.js'
import type { ArrayValues } from './create-array.js'
import { readingDType, requireCopy } from './creation/as-array.js'
import { type PlacedOptions, readPlacing } from './creation/placing.js'
import { DistArray } from './dist-array.js'
import { elementOf, type WeakScalar } from './dtypes/weak-scalar.js'
import type { Element } from './element.js'
import { ContextError } from './errors.js'
import { cast, type Elementwise, stretch } from './expression/node.js'
import { isSamePlace } from './expression/place.js'
import type { PlacementOptions, ShapeOrDistribution } from './placement.js'
import type { StoredArray } from './stored-array.js'

/** Options of {@link ContextLikes.asarray}. */
export interface AsArrayOptions<D extends DType = DType> extends PlacedOptions<D> {
  /** True: always a copy. False: never one. Default: where it is needed. */
  readonly copy?: boolean
}

/** The part of a context that makes arrays of others, or like others. */
export abstract class ContextLikes extends ContextCreation {
  /** Make an array with the shape of another one, filled with zeros; as {@link ContextLikes.fullLike} in everything else. */
  zerosLike<E extends DType, D extends DType = E>(like: DistArray<E>, options: ArrayOptions<D> = {}): DistArray<D> {
    return this.zeros(...this.alike(like, options))
  }

  /** Make an array with the shape of another one, filled with ones; as {@link ContextLikes.fullLike} in everything else. */
  onesLike<E extends DType, D extends DType = E>(like: DistArray<E>, options: ArrayOptions<D> = {}): DistArray<D> {
    return this.ones(...this.alike(like, options))
  }

  /** Make an array with the shape of another one, not set; as {@link ContextLikes.fullLike} in everything else. */
  emptyLike<E extends DType, D extends DType = E>(like: DistArray<E>, options: ArrayOptions<D> = {}): DistArray<D> {
    return this.empty(...this.alike(like, options))
  }

  /**
   * Make an array with the shape of another one, and one value everywhere.
   *
   * @param value   A scalar, which takes its precision from the dtype.
   * @param options Default: dtype, distribution and engines of `like`; as soon as an option says how it is distributed, as a new array.
   * @throws {ArgumentError} The dtype cannot hold `value`.
   */
  fullLike<E extends DType, D extends DType = E>(like: DistArray<E>, value: WeakScalar, options: ArrayOptions<D> = {}): DistArray<D> {
    const [shape, given] = this.alike(like, options)
    itemSize(given.dtype) // refuses what is no dtype
    return this.full(shape, elementOf(value, given.dtype) as Element, given)
  }

  /**
   * Return values as a distributed array: an array as it is, where nothing else is asked for.
   *
   * In SPMD every rank must have the same values.
   *
   * @param values  A distributed array of this context; what `fromArray` takes; in SPMD also anything with `__distarray__()`, whose
   *                memory is used.
   * @param options dtype, to which values are cast, and distribution. A typed array for a complex dtype has interleaved components.
   * @throws {ArgumentError} `copy` is false and a copy is needed.
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

  /** The options of an array like another one. */
  private alike<E extends DType, D extends DType>(
    like: DistArray<E>,
    { dtype = like.dtype as DType as D, ...placing }: ArrayOptions<D>,
  ): [ShapeOrDistribution, ArrayOptions<D> & { dtype: D }] {
    this.requireOwn(like)
    if (Object.values(placing).some((value) => value !== undefined)) return [like.shape, { dtype, ...placing }]
    const targets = like.targets.slice(0, like.distribution.ranks)
    return [like.distribution, { dtype, targets } satisfies PlacementOptions & { dtype: D }]
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
