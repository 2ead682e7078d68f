import type { Communicator } from '../bindings/communicator.js'

/**
 * Tell every rank whether all of them are well.
 *
 * Collective over `comm`.
 *
 * @returns Ranks that are not, ascending; the same list everywhere.
 */
export function unwell(comm: Communicator, isWell: boolean): number[] {
  const all = comm.allgather(Int32Array.of(isWell ? 1 : 0), new Int32Array(comm.size))
  return [...all.keys()].filter((rank) => all[rank] === 0)
}
