import { native } from '../native.js'
import { CommBase } from './base.js'
import type { DTypeOption, InPlace } from './buffer.js'
import type { TypedArray } from './element-type.js'
import type { Op } from './op.js'
import { callReduction } from './reductions.js'
import { callBcast } from './rooted.js'

/**
 * The blocking collective operations.
 *
 * Arguments are checked on each rank by itself before anything is sent; where ranks may differ, run the call's preparation
 * in `agree`.
 */
export abstract class Collectives extends CommBase {
  /**
   * Wait until every rank has called this.
   *
   * Collective over this communicator.
   *
   * @throws {MpiError} MPI_Barrier failed.
   * @see source: MPI standard, `MPI_Barrier`.
   */
  barrier(): void {
    native().barrier(this.handle)
  }

  /**
   * Copy the root's data to every rank.
   *
   * Collective over this communicator.
   *
   * @param data Typed array, same dtype and number of elements on every rank; read on the root, written elsewhere.
   * @param root Rank that has the data. Default 0.
   * @returns    `data`.
   * @throws {DTypeError}    `data` is no typed array, or does not hold `options.dtype`.
   * @throws {ArgumentError} `root` is no rank of this communicator.
   * @throws {MpiError}      MPI_Bcast failed.
   * @see source: MPI standard, `MPI_Bcast`.
   */
  bcast<T extends TypedArray>(data: T, root = 0, options?: DTypeOption): T {
    callBcast(native().bcast, this, data, root, options)
    return data
  }

  /**
   * Combine the elements of all ranks, one by one; every rank gets the result.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, n elements; or `inPlace` when `recv` holds this rank's part. Unchanged.
   * @param recv Typed array of the same kind, n elements; overwritten with the result. n is equal on all ranks.
   * @param op   How two elements combine, see {@link Op}. Default `'sum'`.
   * @returns    `recv`.
   * @throws {ShapeError}    The two lengths differ.
   * @throws {DTypeError}    `op` is not defined on the dtype, or the dtypes differ.
   * @throws {ArgumentError} `send` and `recv` share memory.
   * @throws {MpiError}      MPI_Allreduce failed.
   * @see source: MPI standard, `MPI_Allreduce`.
   */
  allreduce<T extends TypedArray>(send: T | InPlace, recv: T, op: Op = 'sum', options?: DTypeOption): T {
    callReduction(native().allreduce, this, send, recv, op, options)
    return recv
  }
}
