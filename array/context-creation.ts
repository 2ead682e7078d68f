import { giveBack } from '../bindings/temporary.js'
import type { Distribution } from '../protocol/distribution.js'
import { type DType, itemSize } from '../protocol/dtype.js'
import { expected, UnsupportedError } from '../protocol/errors.js'
import { bufferOf } from '../protocol/memory.js'
import type { ProtocolOptions } from '../protocol/options.js'
import { requireObject } from './check-options.js'
import { ContextCore } from './context-core.js'
import { type ArrayValues, readValues } from './create-array.js'
import { filled } from './creation/filled.js'
import { DistArray } from './dist-array.js'
import { constantOf, type Element, elementLike } from './element.js'
import { PerEngine } from './instruction.js'
import { LocalArray } from './local-array.js'
import { dtypeOfElement } from './nested.js'
import { cutSection } from './pieces.js'
import { type PlacementOptions, place, type ShapeOrDistribution } from './placement.js'

/** How a new array is distributed, and its dtype. */
export interface ArrayOptions<D extends DType = DType> extends PlacementOptions {
  /** Default `'float64'`, or that of the value or values it is made of. */
  readonly dtype?: D
}

/** The dtype of an array that is made of one value. */
export type DTypeOf<V> = V extends boolean ? 'bool' : V extends bigint ? 'int64' : V extends number ? 'float64' : 'complex128'

/** The part of a context that makes arrays. Every method returns at once; what fails on the engines is told by the next answer. */
export abstract class ContextCreation extends ContextCore {
  /**
   * Make an array filled with zeros.
   *
   * @param shape   Global extents, shape [ndim]; one extent; or a Distribution, then only `dtype` and `targets` are options.
   * @param options How it is distributed (default: blocks in every dimension, over all engines) and its dtype (default float64).
   * @throws {ShapeError} | {ArgumentError} | {DistributionError} | {DTypeError} There is no such array; nothing was sent.
   * @example
   * ctx.zeros([1000, 1000], { dist: 'bc', dtype: 'int32' })
   */
  zeros<D extends DType = 'float64'>(shape: ShapeOrDistribution, options: ArrayOptions<D> = {}): DistArray<D> {
    return this.constant(shape, options, (dtype) => constantOf(dtype, 0))
  }

  /** Make an array filled with ones. As {@link ContextCreation.zeros} in everything else. */
  ones<D extends DType = 'float64'>(shape: ShapeOrDistribution, options: ArrayOptions<D> = {}): DistArray<D> {
    return this.constant(shape, options, (dtype) => constantOf(dtype, 1))
  }

  /**
   * Make an array with one value everywhere. As {@link ContextCreation.zeros} in everything else.
   *
   * @param options `dtype` is by default that of the value: bool, float64, int64 for a bigint, complex128.
   * @throws {ArgumentError} The dtype cannot hold `value`.
   * @throws {DTypeError}    There is no such dtype.
   */
  full<V extends Element, D extends DType = DTypeOf<V>>(shape: ShapeOrDistribution, value: V, options: ArrayOptions<D> = {}): DistArray<D> {
    requireObject('a new array', options, ['dtype'])
    const dtype = options.dtype ?? (dtypeOfElement(value) as D)
    return this.constant(shape, { ...options, dtype }, () => elementLike(dtype, value))
  }

  /** Make an array whose elements are not set. As {@link ContextCreation.zeros} in everything else. */
  empty<D extends DType = 'float64'>(shape: ShapeOrDistribution, options: ArrayOptions<D> = {}): DistArray<D> {
    const { dtype, placement } = this.read(shape, options)
    return filled(this, placement, dtype, undefined)
  }

  /**
   * Make an array from a function of the global index. As {@link ContextCreation.zeros} in everything else.
   *
   * @param fn Is sent to the engines as text, see `apply`; called there once per entry, ghosts included, with one global index per
   *           dimension.
   * @throws {ArgumentError} `fn` cannot be sent, or uses what the engines have not.
   * @example
   * ctx.fromFunction((i, j) => 10 * i + j, [4, 3])
   */
  fromFunction<D extends DType = 'float64'>(
    fn: (...globalIndex: number[]) => Element<D>,
    shape: ShapeOrDistribution,
    options: ArrayOptions<D> = {},
  ): DistArray<D> {
    const { dtype, placement } = this.read(shape, options)
    const name = this.functions.define(fn)
    const label = `fromFunction with ${fn.name || 'a function'}`
    return this.make({ fn: 'create.fromFunction', args: [this.calls.layout(placement.distribution), dtype, name], label }, dtype, placement)
  }

  /**
   * Make an array from values that this program has.
   *
   * In SPMD every rank must have the same.
   *
   * @param values  An NDArray, nested lists, or a typed array (of interleaved components for complex dtypes); copied before this
   *                returns.
   * @param options `shape` is that of a typed array, by default one dimension; or `distribution` says shape and distribution.
   *                `dtype` is by default that of the values: a Uint8Array is uint8, nested lists are bool, float64, int64 (bigints)
   *                or complex128.
   * @throws {ShapeError}    The values are not an array of that shape.
   * @throws {DTypeError}    A typed array that does not hold the dtype.
   * @throws {ArgumentError} An element that the dtype cannot hold.
   * @example
   * ctx.fromArray([[1, 2], [3, 4]], { dist: 'bn' })
   */
  fromArray<D extends DType = DType>(
    values: ArrayValues,
    options: ArrayOptions<D> & { readonly shape?: readonly number[]; readonly distribution?: Distribution } = {},
  ): DistArray<D> {
    const { dtype, shape, distribution, ...placing } = options
    const whole = readValues(values, distribution?.shape ?? shape, dtype)
    const placement = place(distribution ?? whole.shape, placing, this.engines)
    const { session } = this.transport
    // Then the elements are copied before this returns.
    const isAtOnce = !session?.isAwaiting
    const sections = placement.targets.map((engine, rank) =>
      // In SPMD the other ranks cut out their own.
      session && session.communicator.rank !== engine
        ? undefined
        : cutSection(placement.distribution, rank, whole.dtype, whole.data, isAtOnce),
    )
    const args = [this.calls.layout(placement.distribution), whole.dtype, new PerEngine(sections)]
    const array = this.make({ fn: 'create.fromSection', args }, whole.dtype as D, placement)
    if (isAtOnce) for (const section of sections) if (section && bufferOf(section) !== bufferOf(whole.data)) giveBack(section)
    return array
  }

  /**
   * Import a distributed array from anything that speaks the Distributed Array Protocol, without copying its elements.
   *
   * Collective over all ranks: only in SPMD, where every rank has its own section.
   *
   * @param producer An object with `__distarray__()`: this rank's section of an array over all ranks.
   * @param options  Which reading to use where the protocol is ambiguous.
   * @returns        An array over the producer's memory, which it keeps alive.
   * @throws {UnsupportedError} Outside SPMD.
   * @throws As `LocalArray.fromDistArray`.
   */
  fromDistArray(producer: unknown, options?: ProtocolOptions): DistArray {
    const { session } = this.transport
    if (!session)
      throw new UnsupportedError(
        `The engines are other processes here (${this.mode}) and cannot use memory of this one; ${expected('a context of Context.spmd()', 'fromDistArray', this.mode)}, or copy: fromArray`,
        { feature: 'importing without copies outside SPMD' },
      )
    this.calls.requireOpen()
    const local = LocalArray.fromDistArray(session.communicator, producer, options)
    const { distribution, dtype } = local
    const id = this.calls.allot()
    session.adopt(id, local)
    // The producer can write to it at any time.
    return DistArray._of({ client: this, id, dtype, ...place(distribution, {}, this.engines), isExposed: true, isShared: true })
  }

  private constant<D extends DType>(shape: ShapeOrDistribution, options: ArrayOptions<D>, valueFor: (dtype: D) => Element): DistArray<D> {
    const { dtype, placement } = this.read(shape, options)
    return filled(this, placement, dtype, valueFor(dtype))
  }

  protected read<D extends DType>(shape: ShapeOrDistribution, options: ArrayOptions<D>) {
    requireObject('a new array', options, ['dtype'])
    // D is 'float64' where dtype is absent: the default of the callers' type parameter.
    const { dtype = 'float64' as D, ...placing } = options
    itemSize(dtype) // refuses what is no dtype
    return { dtype, placement: place(shape, placing, this.engines) }
  }
}
