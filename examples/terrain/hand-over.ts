import { type Communicator, memoryStatistics } from 'distarray'

/** What came of a hand-over. */
export interface HandOver<T> {
  readonly value: T
  /** Bytes of elements that were copied on the way, summed over the ranks. */
  readonly bytesCopied: number
}

/**
 * Hand an array from one library to another and measure how many bytes of it are copied.
 *
 * Collective over `comm`.
 *
 * @param from      Address of the first element before.
 * @param bytes     Bytes of elements on this rank.
 * @param hand      The hand-over; collective.
 * @param addressOf Where the receiver has the first element.
 * @returns         When the elements have moved, all of them were copied. When they have not, but blocks were allocated
 *                  meanwhile, those count: no copy can hide.
 */
export function measureHandOver<T>(
  comm: Communicator,
  from: bigint,
  bytes: number,
  hand: () => T,
  addressOf: (value: T) => bigint,
): HandOver<T> {
  const before = memoryStatistics().liveBytes
  const value = hand()
  const allocated = memoryStatistics().liveBytes - before
  const moved = bytes > 0 && addressOf(value) !== from
  const copied = moved ? bytes : Math.max(0, allocated)
  return { value, bytesCopied: comm.allreduce(Float64Array.of(copied), new Float64Array(1), 'sum')[0] as number }
}
