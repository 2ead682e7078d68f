import type { TypedArray } from '../../protocol/dtype.js'
import { Communicator } from '../communicator.js'
import type { CommHandle } from '../handles.js'
import { native } from '../native.js'
import { Request } from '../request.js'
import { type DTypeOption, pinBuffers } from './buffer.js'
import { callNeighborAllgather, callNeighborAllgatherv, callNeighborAlltoall, callNeighborAlltoallv } from './neighbor-calls.js'
import type { Edges } from './neighborhood.js'
import type { Sections } from './sections.js'

/**
 * A communicator in which each rank has neighbours, and the collectives among neighbours.
 *
 * A neighbour given as null (at the edge of a grid) is nobody: nothing is sent there, and its part of a receive buffer is
 * not touched.
 */
export abstract class TopologyCommunicator extends Communicator {
  /** Ranks this one receives from, in the order of the parts of a receive buffer. */
  readonly sources: readonly (number | null)[]
  /** Ranks this one sends to, in the order of the parts of a send buffer. */
  readonly destinations: readonly (number | null)[]
  /** @internal How an exchange of different parts runs. */
  readonly _edges: Edges

  protected constructor(handle: CommHandle, sources: readonly (number | null)[], destinations: readonly (number | null)[], edges: Edges) {
    super(handle)
    this.sources = sources
    this.destinations = destinations
    this._edges = edges
  }

  /**
   * Send the same data to every neighbour and collect theirs.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [n], n equal on all ranks.
   * @param recv Typed array, shape [sources, n].
   * @returns    `recv`.
   * @throws {ShapeError}    The lengths do not fit.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} The buffers share memory.
   * @throws {MpiError}      MPI_Neighbor_allgather failed.
   * @see source: MPI standard, `MPI_Neighbor_allgather`.
   */
  neighborAllgather<T extends TypedArray>(send: T, recv: T, options?: DTypeOption): T {
    callNeighborAllgather(native().neighbor_allgather, this, send, recv, options)
    return recv
  }

  /**
   * As {@link neighborAllgather} for parts of different lengths.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, any length.
   * @param recv Where each source's part goes; elements in no section are not touched.
   * @throws {ShapeError}    A section ends outside the buffer.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} A count or displacement is negative, or the buffers share memory.
   * @throws {MpiError}      A part is longer than its section, or MPI failed otherwise.
   * @see source: MPI standard, `MPI_Neighbor_allgatherv`; runs over `MPI_Neighbor_alltoallw`, for counts beyond an int.
   */
  neighborAllgatherv<T extends TypedArray>(send: T, recv: Sections<T>, options?: DTypeOption): void {
    callNeighborAllgatherv(native().neighbor_allgatherv, this, send, recv, options)
  }

  /**
   * Send a part of equal length to every neighbour and collect theirs.
   *
   * Collective over this communicator.
   *
   * @param send Typed array, shape [destinations, n], n equal on all ranks.
   * @param recv Typed array, shape [sources, n].
   * @returns    `recv`.
   * @throws {ShapeError}    The lengths do not fit.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} The buffers share memory.
   * @throws {MpiError}      MPI_Neighbor_alltoallw failed.
   * @see source: MPI standard, `MPI_Neighbor_alltoall`; runs over `MPI_Neighbor_alltoallw`.
   */
  neighborAlltoall<T extends TypedArray>(send: T, recv: T, options?: DTypeOption): T {
    callNeighborAlltoall(native().neighbor_alltoallv, this, send, recv, options)
    return recv
  }

  /**
   * As {@link neighborAlltoall} for parts of different lengths.
   *
   * Collective over this communicator.
   *
   * @param send What goes to each destination.
   * @param recv Where each source's part goes; elements in no section are not touched.
   * @throws {ShapeError}    A section ends outside its buffer.
   * @throws {DTypeError}    A buffer is no typed array, does not hold `options.dtype`, or the dtypes differ.
   * @throws {ArgumentError} A count or displacement is negative, or the buffers share memory.
   * @throws {MpiError}      A part is longer than its section, or MPI failed otherwise.
   * @see source: MPI standard, `MPI_Neighbor_alltoallv`; runs over `MPI_Neighbor_alltoallw`, for counts beyond an int.
   */
  neighborAlltoallv<T extends TypedArray>(send: Sections<T>, recv: Sections<T>, options?: DTypeOption): void {
    callNeighborAlltoallv(native().neighbor_alltoallv, this, send, recv, options)
  }

  /**
   * Start {@link neighborAllgather}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link neighborAllgather}.
   * @see source: MPI standard, `MPI_Ineighbor_allgather`.
   */
  ineighborAllgather<T extends TypedArray>(send: T, recv: T, options?: DTypeOption): Request<T> {
    pinBuffers(send, recv)
    return Request._start(callNeighborAllgather(native().ineighbor_allgather, this, send, recv, options), () => recv)
  }

  /**
   * Start {@link neighborAllgatherv}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request without result.
   * @throws As {@link neighborAllgatherv}.
   * @see source: MPI standard, `MPI_Ineighbor_allgatherv`.
   */
  ineighborAllgatherv<T extends TypedArray>(send: T, recv: Sections<T>, options?: DTypeOption): Request<void> {
    pinBuffers(send, recv?.data)
    return Request._start(callNeighborAllgatherv(native().ineighbor_allgatherv, this, send, recv, options), () => undefined)
  }

  /**
   * Start {@link neighborAlltoall}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request with `recv` as result.
   * @throws As {@link neighborAlltoall}.
   * @see source: MPI standard, `MPI_Ineighbor_alltoall`.
   */
  ineighborAlltoall<T extends TypedArray>(send: T, recv: T, options?: DTypeOption): Request<T> {
    pinBuffers(send, recv)
    return Request._start(callNeighborAlltoall(native().ineighbor_alltoallv, this, send, recv, options), () => recv)
  }

  /**
   * Start {@link neighborAlltoallv}.
   *
   * Collective over this communicator; does not block.
   *
   * @returns A request without result.
   * @throws As {@link neighborAlltoallv}.
   * @see source: MPI standard, `MPI_Ineighbor_alltoallv`.
   */
  ineighborAlltoallv<T extends TypedArray>(send: Sections<T>, recv: Sections<T>, options?: DTypeOption): Request<void> {
    pinBuffers(send?.data, recv?.data)
    return Request._start(callNeighborAlltoallv(native().ineighbor_alltoallv, this, send, recv, options), () => undefined)
  }
}
