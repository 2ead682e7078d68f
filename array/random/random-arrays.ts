import type { RandomKernel, RandomRequest } from '../../bindings/random.js'
import type { DType } from '../../protocol/dtype.js'
import type { DistArray } from '../dist-array.js'
import type { PlacementOptions, ShapeOrDistribution } from '../placement.js'

/** What a stream asks the engines for; the source is the stream's own. */
export type Draw = { readonly kernel: RandomKernel } & Omit<RandomRequest, 'kernel' | 'source'>

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
}
