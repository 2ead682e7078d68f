import type { DifferingKernel, RandomKernel, RandomRequest } from '../../bindings/random.js'
import type { DType } from '../../protocol/dtype.js'
import type { DistArray } from '../dist-array.js'
import type { PlacementOptions, ShapeOrDistribution } from '../placement.js'

/** What a stream asks the engines for; the source is the stream's own. */
export type Draw = { readonly kernel: RandomKernel } & Omit<RandomRequest, 'kernel' | 'source'>

/** A parameter of a distribution: one for all elements, or an array that broadcasts to them. */
export type RandomParameter = number | DistArray

/** As {@link Draw}, with parameters of which one at least is an array; see the addon's request for what they are. */
export interface DifferingDraw {
  readonly kernel: DifferingKernel
  readonly parameters: readonly [RandomParameter | bigint, RandomParameter | bigint]
  /** Of integers. */
  readonly endpoint?: boolean
}

/** What a stream needs of its context. */
export interface RandomArrays {
  /** 128 bits that nobody can guess; the same on every rank of an SPMD job. */
  entropy(): bigint
  /**
   * Have the engines make a random array.
   *
   * @param source Is asked for when nothing can be refused any more.
   */
  make<D extends DType>(
    draw: Draw,
    source: () => BigUint64Array,
    dtype: D,
    shape: ShapeOrDistribution,
    options: PlacementOptions,
  ): DistArray<D>
  /** As {@link RandomArrays.make}, with parameters that are arrays. */
  makeEach<D extends DType>(
    draw: DifferingDraw,
    source: () => BigUint64Array,
    dtype: D,
    shape: ShapeOrDistribution,
    options: PlacementOptions,
  ): DistArray<D>
  /**
   * Have the engines make an array of the elements of another one at random indices.
   *
   * @param at     The dimension that is indexed, and how many dimensions of the result replace it.
   * @param shape  Shape of the result, or its distribution; undefined where it is as `x`.
   */
  take<D extends DType>(
    draw: Draw,
    source: () => BigUint64Array,
    x: DistArray<D>,
    at: TakenDimension,
    shape: ShapeOrDistribution | undefined,
    options: PlacementOptions,
  ): DistArray<D>
  /** Have the engines put the elements of an array along an axis in a random order, where they are. */
  shuffle(draw: Draw, source: () => BigUint64Array, x: DistArray, axis: number): void
}

/** A dimension of an array that is indexed by an array of `count` dimensions, which stand in its place. */
export interface TakenDimension {
  readonly axis: number
  readonly count: number
}
