import type { TypedArray } from '../../protocol/dtype.js'
import { native } from '../native.js'
import { Request } from '../request.js'
import { callAllgather, callAllgatherv, callAlltoall, callAlltoallv } from './all-to-all.js'
import { type DTypeOption, type InPlace, inPlace, pinBuffers } from './buffer.js'
import type { Op } from './op.js'
import { Reducing } from './reducing.js'
import { callReduce, callReduceScatter, callReduceScatterBlock, callReduction } from './reductions.js'
import { callBcast, callGather, callGatherv, callScatter, callScatterv } from './rooted.js'
import type { Sections } from './sections.js'

/**
 * The collectives in two steps: start now, wait later, compute in between.
 *
 * Arguments, results and errors are those of the blocking form; a result is there when the request is done, and buffers must
 * not be touched before (what is only sent may be read). Resizable ArrayBuffers are refused. All ranks start the same operations
 * in the same order. MPI makes most of its progress inside its calls, so test a request from time to time.
 */
export abstract class NonBlocking extends Reducing {
  /**
   * Start {@link barrier}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request that is done when every rank has started the barrier.
   * @throws {MpiError} MPI_Ibarrier failed.
   * @see source: MPI standard, `MPI_Ibarrier`.
   */
  ibarrier(): Request<void> {
    return Request._start(native().ibarrier(this.handle), () => undefined)
  }

  /**
   * Start {@link bcast}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `data` as result.
   * @throws As {@link bcast}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Ibcast`.
   */
  ibcast<T extends TypedArray>(data: T, root = 0, options?: DTypeOption): Request<T> {
    pinBuffers(data)
    return Request._start(callBcast(native().ibcast, this, data, root, options), () => data)
  }

  /**
   * Start {@link gather}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link gather}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Igather`.
   */
  igather<T extends TypedArray, R extends T | null>(send: T | InPlace, recv: R, root = 0, options?: DTypeOption): Request<R> {
    pinBuffers(send, recv)
    return Request._start(callGather(native().igather, this, send, recv, root, options), () => recv)
  }

  /**
   * Start {@link gatherv}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request without result.
   * @throws As {@link gatherv}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Igatherv`.
   */
  igatherv<T extends TypedArray>(send: T | InPlace, recv: Sections<T> | null, root = 0, options?: DTypeOption): Request<void> {
    pinBuffers(send, recv?.data)
    return Request._start(callGatherv(native().igatherv, this, send, recv, root, options), () => undefined)
  }

  /**
   * Start {@link scatter}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link scatter}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Iscatter`.
   */
  iscatter<T extends TypedArray, R extends T | InPlace>(send: T | null, recv: R, root = 0, options?: DTypeOption): Request<R> {
    pinBuffers(send, recv)
    return Request._start(callScatter(native().iscatter, this, send, recv, root, options), () => recv)
  }

  /**
   * Start {@link scatterv}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link scatterv}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Iscatterv`.
   */
  iscatterv<T extends TypedArray, R extends T | InPlace>(send: Sections<T> | null, recv: R, root = 0, options?: DTypeOption): Request<R> {
    pinBuffers(send?.data, recv)
    return Request._start(callScatterv(native().iscatterv, this, send, recv, root, options), () => recv)
  }

  /**
   * Start {@link allgather}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link allgather}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Iallgather`.
   */
  iallgather<T extends TypedArray>(send: T | InPlace, recv: T, options?: DTypeOption): Request<T> {
    pinBuffers(send, recv)
    return Request._start(callAllgather(native().iallgather, this, send, recv, options), () => recv)
  }

  /**
   * Start {@link allgatherv}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request without result.
   * @throws As {@link allgatherv}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Iallgatherv`.
   */
  iallgatherv<T extends TypedArray>(send: T | InPlace, recv: Sections<T>, options?: DTypeOption): Request<void> {
    pinBuffers(send, recv?.data)
    return Request._start(callAllgatherv(native().iallgatherv, this, send, recv, options), () => undefined)
  }

  /**
   * Start {@link alltoall}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link alltoall}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Ialltoall`.
   */
  ialltoall<T extends TypedArray>(send: T | InPlace, recv: T, options?: DTypeOption): Request<T> {
    pinBuffers(send, recv)
    return Request._start(callAlltoall(native().ialltoall, this, send, recv, options), () => recv)
  }

  /**
   * Start {@link alltoallv}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request without result.
   * @throws As {@link alltoallv}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Ialltoallv`.
   */
  ialltoallv<T extends TypedArray>(send: Sections<T> | InPlace, recv: Sections<T>, options?: DTypeOption): Request<void> {
    pinBuffers(send === inPlace ? null : send?.data, recv?.data)
    return Request._start(callAlltoallv(native().ialltoallv, this, send, recv, options), () => undefined)
  }

  /**
   * Start {@link allreduce}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link allreduce}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Iallreduce`.
   */
  iallreduce<T extends TypedArray>(send: T | InPlace, recv: T, op: Op = 'sum', options?: DTypeOption): Request<T> {
    pinBuffers(send, recv)
    return Request._start(callReduction(native().iallreduce, this, send, recv, op, options), () => recv)
  }

  /**
   * Start {@link reduce}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link reduce}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Ireduce`.
   */
  ireduce<T extends TypedArray, R extends T | null>(
    send: T | InPlace,
    recv: R,
    op: Op = 'sum',
    root = 0,
    options?: DTypeOption,
  ): Request<R> {
    pinBuffers(send, recv)
    return Request._start(callReduce(native().ireduce, this, send, recv, op, root, options), () => recv)
  }

  /**
   * Start {@link scan}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link scan}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Iscan`.
   */
  iscan<T extends TypedArray>(send: T | InPlace, recv: T, op: Op = 'sum', options?: DTypeOption): Request<T> {
    pinBuffers(send, recv)
    return Request._start(callReduction(native().iscan, this, send, recv, op, options), () => recv)
  }

  /**
   * Start {@link exscan}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link exscan}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Iexscan`.
   */
  iexscan<T extends TypedArray>(send: T | InPlace, recv: T, op: Op = 'sum', options?: DTypeOption): Request<T> {
    pinBuffers(send, recv)
    return Request._start(callReduction(native().iexscan, this, send, recv, op, options), () => recv)
  }

  /**
   * Start {@link reduceScatterBlock}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link reduceScatterBlock}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Ireduce_scatter_block`.
   */
  ireduceScatterBlock<T extends TypedArray>(send: T | InPlace, recv: T, op: Op = 'sum', options?: DTypeOption): Request<T> {
    pinBuffers(send, recv)
    return Request._start(callReduceScatterBlock(native().ireduce_scatter_block, this, send, recv, op, options), () => recv)
  }

  /**
   * Start {@link reduceScatter}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link reduceScatter}, and {ArgumentError} for resizable memory.
   * @see source: MPI standard, `MPI_Ireduce_scatter`.
   */
  ireduceScatter<T extends TypedArray>(
    send: T | InPlace,
    recv: T,
    counts: ArrayLike<number>,
    op: Op = 'sum',
    options?: DTypeOption,
  ): Request<T> {
    pinBuffers(send, recv)
    return Request._start(callReduceScatter(native().ireduce_scatter, this, send, recv, counts, op, options), () => recv)
  }
}
