import type { TypedArray } from '../../protocol/dtype.js'
import { native } from '../native.js'
import type { DTypeOption, InPlace } from './buffer.js'
import { DataMovement } from './data-movement.js'
import type { Op } from './op.js'
import { callReduceLoc, type Located, type LocOp } from './pair-reduction.js'
import { callReduce, callReduceScatter, callReduceScatterBlock, callReduction } from './reductions.js'

/**
 * The blocking collectives that combine data.
 *
 * `op` says how two elements combine, see {@link Op}. Sums and products of floats may differ in the last bits between
 * numbers of ranks, as the order of the terms does.
 */
export abstract class Reducing extends DataMovement {
  /**
   * Combine the elements of all ranks, one by one; every rank gets the result.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [n]; or `inPlace` when `recv` holds this rank's part. Unchanged.
   * @param recv Typed array of the same kind, shape [n], n equal on all ranks; overwritten with the result.
   * @param op   Default `'sum'`.
   * @returns    `recv`.
   * @throws {ShapeError}    The two lengths differ.
   * @throws {DTypeError}    `op` is not defined on the dtype, a buffer is no typed array, or the dtypes differ.
   * @throws {ArgumentError} `op` is unknown, or the buffers share memory.
   * @throws {MpiError}      MPI_Allreduce failed.
   * @see source: MPI standard, `MPI_Allreduce`.
   * @example
   * self().allreduce(Float64Array.of(1, 2), new Float64Array(2))   // => Float64Array [ 1, 2 ]
   */
  allreduce<T extends TypedArray>(send: T | InPlace, recv: T, op: Op = 'sum', options?: DTypeOption): T {
    callReduction(native().allreduce, this, send, recv, op, options)
    return recv
  }

  /**
   * Combine the elements of all ranks, one by one; the root gets the result.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [n], n equal on all ranks; or `inPlace` on every rank when `recv` holds each part.
   * @param recv On the root, typed array of shape [n], overwritten with the result; elsewhere ignored (null), but read when in place.
   * @param op   Default `'sum'`.
   * @param root Receiving rank. Default 0.
   * @returns    `recv`.
   * @throws {ShapeError}    The two lengths differ.
   * @throws {DTypeError}    `op` is not defined on the dtype, a buffer is no typed array, or the dtypes differ.
   * @throws {ArgumentError} `op` is unknown, `root` is no rank, the root has no `recv`, or the buffers share memory.
   * @throws {MpiError}      MPI_Reduce failed.
   * @see source: MPI standard, `MPI_Reduce`.
   */
  reduce<T extends TypedArray, R extends T | null>(send: T | InPlace, recv: R, op: Op = 'sum', root = 0, options?: DTypeOption): R {
    callReduce(native().reduce, this, send, recv, op, root, options)
    return recv
  }

  /**
   * Combine the elements of the ranks up to and including this one.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [n]; or `inPlace` when `recv` holds this rank's part. Unchanged.
   * @param recv Typed array of the same kind, shape [n], n equal on all ranks; overwritten with the result.
   * @param op   Default `'sum'`.
   * @returns    `recv`.
   * @throws As {@link allreduce}.
   * @see source: MPI standard, `MPI_Scan`.
   */
  scan<T extends TypedArray>(send: T | InPlace, recv: T, op: Op = 'sum', options?: DTypeOption): T {
    callReduction(native().scan, this, send, recv, op, options)
    return recv
  }

  /**
   * Combine the elements of the ranks before this one.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [n]; or `inPlace` when `recv` holds this rank's part. Unchanged.
   * @param recv Typed array of the same kind, shape [n], n equal on all ranks; overwritten with the result. On rank 0, before
   *             which there is nobody, MPI leaves the content open.
   * @param op   Default `'sum'`.
   * @returns    `recv`.
   * @throws As {@link allreduce}.
   * @see source: MPI standard, `MPI_Exscan`.
   */
  exscan<T extends TypedArray>(send: T | InPlace, recv: T, op: Op = 'sum', options?: DTypeOption): T {
    callReduction(native().exscan, this, send, recv, op, options)
    return recv
  }

  /**
   * Combine the elements of all ranks, one by one, and deal out the result in parts of equal length.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [size, n], n equal on all ranks; or `inPlace` when `recv` holds it. Unchanged.
   * @param recv Typed array, shape [n]: part `rank` of the result. In place, shape [size, n], of which the first n elements
   *             are the result and the others are left open.
   * @param op   Default `'sum'`.
   * @returns    `recv`.
   * @throws As {@link allreduce}.
   * @see source: MPI standard, `MPI_Reduce_scatter_block`.
   */
  reduceScatterBlock<T extends TypedArray>(send: T | InPlace, recv: T, op: Op = 'sum', options?: DTypeOption): T {
    callReduceScatterBlock(native().reduce_scatter_block, this, send, recv, op, options)
    return recv
  }

  /**
   * Combine the elements of all ranks, one by one, and deal out the result in parts of the given lengths.
   *
   * Collective over this communicator.
   *
   * @param send   Typed array, shape [sum of counts]; or `inPlace` when `recv` holds it. Unchanged.
   * @param recv   Typed array, shape [counts[rank]]: this rank's part of the result. In place, shape [sum of counts], of which the
   *               first counts[rank] elements are the result and the others are left open.
   * @param counts Length of each rank's part, in elements; equal on all ranks.
   * @param op     Default `'sum'`.
   * @returns      `recv`.
   * @throws As {@link allreduce}; {ArgumentError} also for a negative count.
   * @see source: MPI standard, `MPI_Reduce_scatter`.
   */
  reduceScatter<T extends TypedArray>(send: T | InPlace, recv: T, counts: ArrayLike<number>, op: Op = 'sum', options?: DTypeOption): T {
    callReduceScatter(native().reduce_scatter, this, send, recv, counts, op, options)
    return recv
  }

  /**
   * Find, for each element, the smallest or largest value over all ranks and the index that comes with it; on every rank.
   *
   * Collective over this communicator.
   *
   * @param send Values (integers or floats) and the index of each, both of shape [n], n equal on all ranks; or `inPlace` when
   *             `recv` holds them. Unchanged. The index can be a rank, a global index or any other integer of up to 64 bits.
   * @param recv Values and indices of the same kinds, both of shape [n]; overwritten with the result.
   * @param op   `'minloc'` or `'maxloc'`. Of equal values the lowest index wins. NaN wins over every number, as in
   *             NumPy's argmin and argmax, so that it is not lost.
   * @returns    `recv`.
   * @throws {ShapeError}    The lengths differ.
   * @throws {DTypeError}    The values are bool or complex, the indices no Int32Array, BigInt64Array or Float64Array, or the dtypes differ.
   * @throws {ArgumentError} `op` is unknown, or the buffers share memory.
   * @throws {MpiError}      MPI_Allreduce failed.
   * @see source: MPI standard, `MPI_MINLOC`, `MPI_MAXLOC`.
   */
  allreduceLoc<T extends Located>(send: T | InPlace, recv: T, op: LocOp): T {
    callReduceLoc(this, send, recv, op, null)
    return recv
  }

  /**
   * As {@link allreduceLoc}; the root gets the result.
   *
   * Collective over this communicator.
   *
   * @param send As in {@link allreduceLoc}; `inPlace` on every rank when `recv` holds each rank's part.
   * @param recv On the root, as in {@link allreduceLoc}; elsewhere ignored (null), but read when in place.
   * @param op   `'minloc'` or `'maxloc'`.
   * @param root Receiving rank. Default 0.
   * @returns    `recv`.
   * @throws As {@link allreduceLoc}; {ArgumentError} also when `root` is no rank or has no `recv`.
   * @see source: MPI standard, `MPI_MINLOC`, `MPI_MAXLOC`.
   */
  reduceLoc<T extends Located, R extends T | null>(send: T | InPlace, recv: R, op: LocOp, root = 0): R {
    callReduceLoc(this, send, recv, op, root)
    return recv
  }
}
