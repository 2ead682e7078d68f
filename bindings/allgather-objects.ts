import { deserialize, serialize } from 'node:v8'
import { agree } from './agree.js'
import { type Communicator, requireCommunicator } from './communicator.js'

/**
 * Give every rank the values of all ranks.
 *
 * Collective over `comm`.
 *
 * @param value What the structured clone algorithm takes: plain objects, arrays, typed arrays, Map, Set, Date, bigint, errors. May
 *              differ between ranks in every way. Unchanged.
 * @returns     The values in order of ranks, copies all of them, this rank's own too. A new array.
 * @throws {ArgumentError} `comm` is no Communicator.
 * @throws {Error} The value of a rank cannot be cloned (a function, a Promise), or there is no memory for all; on all ranks.
 * @remarks     Two allgathers, of the lengths and of the values.
 * @example
 * allgatherObjects(self(), { host: 'a', shape: [2, 3] })   // => [ { host: 'a', shape: [ 2, 3 ] } ]
 */
export function allgatherObjects<T>(comm: Communicator, value: T): T[] {
  requireCommunicator(comm)
  const mine = serialized(value)
  const lengths = comm.allgather(Float64Array.of(mine instanceof Uint8Array ? mine.length : -1), new Float64Array(comm.size))
  if (lengths.includes(-1))
    agree(comm, () => {
      if (!(mine instanceof Uint8Array)) throw mine.error
    })
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const all = total > largeTotal ? agree(comm, () => new Uint8Array(total)) : new Uint8Array(total)
  comm.allgatherv(mine as Uint8Array, { data: all, counts: lengths })
  let stop = 0
  return Array.from(lengths, (length) => {
    stop += length
    return deserialize(all.subarray(stop - length, stop)) as T
  })
}

/** Bytes from which on a rank may have no memory for the values of all, and the ranks have to agree that they have. */
const largeTotal = 2 ** 20

/** A throw here would leave the other ranks waiting. */
function serialized(value: unknown): Uint8Array | { readonly error: unknown } {
  try {
    return new Uint8Array(serialize(value))
  } catch (error) {
    return { error }
  }
}
