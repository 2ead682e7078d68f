import type { Communicator } from './communicator.js'
import { native } from './native.js'

/**
 * Make an allgather that is called over and over with the same memory: its arguments are read now, so that a call costs little more
 * than MPI's.
 *
 * Not collective; what is returned is collective over `comm`.
 *
 * @param send    This rank's bytes, shape [n], n equal on all ranks; on an ArrayBuffer that was made before, so that it never moves, and that nobody
 *                transfers.
 * @param receive Where those of all ranks go, in rank order, shape [size, n]; as `send`.
 * @returns       Throws {UseAfterFreeError} when the communicator was freed, and {MpiError}.
 * @throws {ShapeError} The lengths do not fit.
 * @see source: MPI standard, `MPI_Allgather`.
 */
export function repeatedAllgather(comm: Communicator, send: Uint8Array, receive: Uint8Array): () => void {
  return native().repeated_allgather(comm.handle, send, receive)
}

/**
 * As {@link repeatedAllgather}, of a broadcast.
 *
 * Not collective; what is returned is collective over `comm`.
 *
 * @param data Read on the root, written elsewhere, shape [n]; as `send` there.
 * @returns    Takes the root.
 * @see source: MPI standard, `MPI_Bcast`.
 */
export function repeatedBcast(comm: Communicator, data: Uint8Array): (root: number) => void {
  return native().repeated_bcast(comm.handle, data)
}
