import type { TypedArray } from '../../protocol/dtype.js'
import { native } from '../native.js'
import { callAllgather, callAllgatherv, callAlltoall, callAlltoallv } from './all-to-all.js'
import type { DTypeOption, InPlace } from './buffer.js'
import { PointToPoint } from './point-to-point.js'
import { callBcast, callGather, callGatherv, callScatter, callScatterv } from './rooted.js'
import type { Sections } from './sections.js'

/**
 * The blocking collectives that move data.
 *
 * Each rank checks its own arguments before anything is sent; where ranks may differ, prepare them in `agree`.
 * Counts, displacements and lengths are in elements, and may exceed 2^31.
 */
export abstract class DataMovement extends PointToPoint {
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
   * Collect parts of equal length from all ranks on the root, in rank order.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [n], n equal on all ranks; on the root, `inPlace` when its part lies in `recv` already.
   * @param recv On the root, typed array of shape [size, n]; ignored (null) elsewhere.
   * @param root Receiving rank. Default 0.
   * @returns    `recv`.
   * @throws {ShapeError}    The lengths do not fit.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} `root` is no rank, the root has no `recv`, or the buffers share memory.
   * @throws {MpiError}      MPI_Gather failed.
   * @see source: MPI standard, `MPI_Gather`.
   */
  gather<T extends TypedArray, R extends T | null>(send: T | InPlace, recv: R, root = 0, options?: DTypeOption): R {
    callGather(native().gather, this, send, recv, root, options)
    return recv
  }

  /**
   * Collect parts of different lengths from all ranks on the root.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [counts[rank]]; on the root, `inPlace` when its part lies in `recv` already.
   * @param recv On the root, where each rank's part goes; ignored (null) elsewhere. Elements in no section are not touched.
   * @param root Receiving rank. Default 0.
   * @throws {ShapeError}    A section ends outside the buffer, or `send` has another length than its section (on the root).
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} `root` is no rank, the root has no `recv`, a count is negative, or the buffers share memory.
   * @throws {MpiError}      A part is longer than its section, or MPI failed otherwise.
   * @see source: MPI standard, `MPI_Gatherv`; runs over `MPI_Alltoallw`, for counts beyond an int.
   */
  gatherv<T extends TypedArray>(send: T | InPlace, recv: Sections<T> | null, root = 0, options?: DTypeOption): void {
    callGatherv(native().gatherv, this, send, recv, root, options)
  }

  /**
   * Deal out parts of equal length from the root to all ranks, in rank order.
   *
   * Collective over this communicator.
   *
   * @param send On the root, typed array of shape [size, n]; ignored (null) elsewhere. Unchanged.
   * @param recv Typed array, shape [n], n equal on all ranks; on the root, `inPlace` to leave its part in `send`.
   * @param root Sending rank. Default 0.
   * @returns    `recv`.
   * @throws {ShapeError}    The lengths do not fit.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} `root` is no rank, the root has no `send`, or the buffers share memory.
   * @throws {MpiError}      MPI_Scatter failed.
   * @see source: MPI standard, `MPI_Scatter`.
   */
  scatter<T extends TypedArray, R extends T | InPlace>(send: T | null, recv: R, root = 0, options?: DTypeOption): R {
    callScatter(native().scatter, this, send, recv, root, options)
    return recv
  }

  /**
   * Deal out parts of different lengths from the root to all ranks.
   *
   * Collective over this communicator.
   *
   * @param send On the root, where each rank's part lies; ignored (null) elsewhere. Unchanged.
   * @param recv Typed array, shape [counts[rank]]; on the root, `inPlace` to leave its part in `send`.
   * @param root Sending rank. Default 0.
   * @returns    `recv`.
   * @throws {ShapeError}    A section ends outside the buffer, or `recv` has another length than its section (on the root).
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} `root` is no rank, the root has no `send`, a count is negative, or the buffers share memory.
   * @throws {MpiError}      A part is longer than its `recv`, or MPI failed otherwise.
   * @see source: MPI standard, `MPI_Scatterv`; runs over `MPI_Alltoallw`, for counts beyond an int.
   */
  scatterv<T extends TypedArray, R extends T | InPlace>(send: Sections<T> | null, recv: R, root = 0, options?: DTypeOption): R {
    callScatterv(native().scatterv, this, send, recv, root, options)
    return recv
  }

  /**
   * Collect parts of equal length from all ranks on every rank, in rank order.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [n], n equal on all ranks; or `inPlace` when this rank's part lies in `recv` already.
   * @param recv Typed array, shape [size, n].
   * @returns    `recv`.
   * @throws {ShapeError}    The lengths do not fit.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} The buffers share memory.
   * @throws {MpiError}      MPI_Allgather failed.
   * @see source: MPI standard, `MPI_Allgather`.
   */
  allgather<T extends TypedArray>(send: T | InPlace, recv: T, options?: DTypeOption): T {
    callAllgather(native().allgather, this, send, recv, options)
    return recv
  }

  /**
   * Collect parts of different lengths from all ranks on every rank.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [counts[rank]]; or `inPlace` when this rank's part lies in `recv` already.
   * @param recv Where each rank's part goes; the counts are equal on all ranks, the displacements need not be.
   *             Elements in no section are not touched.
   * @throws {ShapeError}    A section ends outside the buffer, or `send` has another length than its section.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} A count or displacement is negative, or the buffers share memory.
   * @throws {MpiError}      MPI_Allgatherv failed.
   * @see source: MPI standard, `MPI_Allgatherv`; over 2^31 elements in all, `MPI_Alltoallw`.
   */
  allgatherv<T extends TypedArray>(send: T | InPlace, recv: Sections<T>, options?: DTypeOption): void {
    callAllgatherv(native().allgatherv, this, send, recv, options)
  }

  /**
   * Send a part of equal length to every rank: part j of rank i becomes part i of rank j.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [size, n], n equal on all ranks; or `inPlace` to exchange what lies in `recv`.
   * @param recv Typed array, shape [size, n].
   * @returns    `recv`.
   * @throws {ShapeError}    The lengths do not fit.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} The buffers share memory.
   * @throws {MpiError}      MPI_Alltoall failed.
   * @see source: MPI standard, `MPI_Alltoall`.
   */
  alltoall<T extends TypedArray>(send: T | InPlace, recv: T, options?: DTypeOption): T {
    callAlltoall(native().alltoall, this, send, recv, options)
    return recv
  }

  /**
   * Send a part of its own length to every rank: section j of rank i becomes section i of rank j.
   *
   * Collective over this communicator.
   *
   * @param send What goes to each rank; or `inPlace` to exchange what lies in `recv`, which costs a copy of it.
   * @param recv Where each rank's part goes. Elements in no section are not touched.
   * @throws {ShapeError}    A section ends outside its buffer, or what this rank sends to itself does not fit.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} A count or displacement is negative, or the buffers share memory.
   * @throws {MpiError}      A part is longer than its section, or MPI failed otherwise.
   * @see source: MPI standard, `MPI_Alltoallv`; runs over `MPI_Alltoallw`, for counts beyond an int.
   */
  alltoallv<T extends TypedArray>(send: Sections<T> | InPlace, recv: Sections<T>, options?: DTypeOption): void {
    callAlltoallv(native().alltoallv, this, send, recv, options)
  }
}
