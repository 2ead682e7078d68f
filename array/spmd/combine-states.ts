import type { Communicator } from '../../bindings/communicator.js'
import { native } from '../../bindings/native.js'
import { packedBytes, requireStates } from '../../bindings/reductions.js'
import type { TypedArray } from '../../protocol/dtype.js'
import { ArgumentError, expected } from '../../protocol/errors.js'

/** Options of {@link combineStates}. */
export interface CombineOptions {
  /** The only rank that needs the result. Default: every rank receives it. */
  root?: number
}

/** Up to here all ranks' states travel to every rank (bytes in all): then the number of messages is what costs. */
const gatheredBytes = 1 << 16
/** States that are combined at a time, so that copies stay small (bytes of one rank). */
const roundBytes = 1 << 26

/**
 * Combine the states of a reduction over the ranks, element by element, in rank order.
 *
 * Collective over `comm`. Every result is made in the same order whatever its size, so that it has the same bits on all ranks.
 * Memory: about twice the states, and no more than 128 MiB, beyond `state`.
 *
 * @param comm      Communicator.
 * @param reduction Number of the reduction, see `kernelReductions`; the same on all ranks.
 * @param state     This rank's states, n of them, n equal on all ranks; receive the result. With `options.root`, on the other
 *                  ranks, they are undefined afterwards.
 * @throws {ArgumentError} `reduction` is no reduction, its state has other arrays, or `options.root` is no rank.
 * @throws {DTypeError}    An array has another dtype.
 * @throws {ShapeError}    The arrays differ in length.
 * @throws {MpiError}      MPI failed.
 * @see source: Rabenseifner, Optimization of collective reduction operations (2004), for states that are many.
 */
export function combineStates(comm: Communicator, reduction: number, state: readonly TypedArray[], options: CombineOptions = {}): void {
  const count = requireStates(reduction, state)
  const { root, ...unknown } = options
  for (const key in unknown) throw new ArgumentError(`Unknown option '${key}'; the options are: root`)
  if (root !== undefined && !(Number.isInteger(root) && root >= 0 && root < comm.size))
    throw new ArgumentError(expected(`a rank in [0, ${comm.size})`, 'root', root))
  if (comm.size === 1 || count === 0) return
  const bytes = packedBytes(reduction, count)
  if (bytes * comm.size <= gatheredBytes) native().combine_states(comm.handle, reduction, state, count, root ?? -1)
  else {
    const states = Math.max(comm.size, Math.floor(roundBytes / packedBytes(reduction, 1)))
    for (let start = 0; start < count; start += states) combineSlices(comm, reduction, state, start, Math.min(states, count - start), root)
  }
}

/**
 * Combine the states of few elements over the ranks, on every rank, where some of the ranks may have failed to make theirs: one message
 * says that and brings the states.
 *
 * Collective over `comm`.
 *
 * @param count States of each rank: no more than {@link fitsOneMessage} says.
 * @param state As of {@link combineStates}; undefined on ranks that failed.
 * @returns     The lowest rank that failed, and nothing is combined; undefined when none did.
 */
export function combineAgreed(
  comm: Communicator,
  reduction: number,
  count: number,
  state: readonly TypedArray[] | undefined,
): number | undefined {
  const failing = native().combine_agreed(comm.handle, reduction, state ?? [], count, state === undefined)
  return failing < 0 ? undefined : failing
}

/** Whether so many states are combined in one message of each rank to each. */
export function fitsOneMessage(comm: Communicator, reduction: number, count: number): boolean {
  return packedBytes(reduction, count) * comm.size <= gatheredBytes
}

/** Each rank receives everybody's part of a slice and combines it; then the slices are put together. */
function combineSlices(
  comm: Communicator,
  reduction: number,
  state: readonly TypedArray[],
  start: number,
  count: number,
  root: number | undefined,
): void {
  const { size, rank } = comm
  const starts = Array.from({ length: size + 1 }, (_, r) => start + Math.floor((count * r) / size))
  const lengths = Array.from({ length: size }, (_, r) => starts[r + 1]! - starts[r]!)
  const bytes = lengths.map((length) => packedBytes(reduction, length))
  const places = bytes.map((_, r) => bytes.slice(0, r).reduce((sum, b) => sum + b, 0))
  const total = places[size - 1]! + bytes[size - 1]!
  const slices = new Uint8Array(total)
  for (let r = 0; r < size; r++) native().reduction_pack(reduction, state, starts[r]!, lengths[r]!, slices, places[r]!)
  const parts = new Uint8Array(bytes[rank]! * size)
  comm.alltoallv({ data: slices, counts: bytes }, { data: parts, counts: bytes.map(() => bytes[rank]!) })
  native().reduction_unpack(reduction, state, starts[rank]!, lengths[rank]!, parts, 0, size)
  const own = parts.subarray(0, bytes[rank])
  native().reduction_pack(reduction, state, starts[rank]!, lengths[rank]!, own, 0)
  const combined = { data: slices, counts: bytes }
  if (root === undefined) comm.allgatherv(own, combined)
  else comm.gatherv(own, rank === root ? combined : null, root)
  if (root !== undefined && root !== rank) return
  for (let r = 0; r < size; r++) if (r !== rank) native().reduction_unpack(reduction, state, starts[r]!, lengths[r]!, slices, places[r]!, 1)
}
