import type { IndexArray } from '../../protocol/dim-data.js'
import { countDistinct } from '../../protocol/dimension/count-distinct.js'
import { type NumberArray, numbersOf } from '../../protocol/dimension/index-numbers.js'
import { type IndexPartition, partitionIndices } from '../../protocol/dimension/index-partition.js'
import type { Census } from '../../protocol/validation-global/unstructured.js'
import { agree } from '../agree.js'
import type { Communicator } from '../communicator.js'

/** Of the hash that says which rank a global index is counted on. */
const salt = 0x2545f491

/**
 * Count global indices that are spread over the ranks, each of them on the rank that its hash names.
 *
 * Collective over `comm`.
 *
 * @param list This rank's indices, none of them twice; undefined on ranks that are not in `line`.
 * @param line The ranks that have a list, by coordinate; the same on every rank.
 * @returns    The same on every rank.
 * @throws {RangeError} A rank has no memory for its share: 24 bytes per own index and per index that it counts, of
 *                      which there are about as many as all ranks have on the average.
 */
export function countTogether(comm: Communicator, list: IndexArray | undefined, line: readonly number[]): Census {
  const numbers = agree(comm, () => (list ? numbersOf(list) : new Float64Array(0)))
  const mine = deal(comm, numbers)
  const { count, repeated } = agree(comm, () => countDistinct(mine))
  const counts = comm.allgather(Float64Array.of(count, repeated ?? Number.POSITIVE_INFINITY), new Float64Array(2 * comm.size))
  let distinct = 0
  let index = Number.POSITIVE_INFINITY
  for (let rank = 0; rank < comm.size; rank++) {
    distinct += counts[2 * rank]!
    index = Math.min(index, counts[2 * rank + 1]!)
  }
  return { distinct, shared: Number.isFinite(index) ? { index, coords: coordsOf(comm, numbers, index, line) } : undefined }
}

/** Send each index to the rank that counts it; returns what came here, by source rank. */
function deal(comm: Communicator, numbers: NumberArray): Float64Array {
  const { data, starts } = agree(comm, (): IndexPartition => partitionIndices(numbers, comm.size, salt))
  const counts = starts.subarray(1).map((stop, rank) => stop - starts[rank]!)
  const incoming = comm.alltoall(counts, new Float64Array(comm.size))
  const received = agree(comm, () => new Float64Array(incoming.reduce((sum, length) => sum + length, 0)))
  comm.alltoallv({ data, counts }, { data: received, counts: incoming })
  return received
}

/** The coordinates whose lists have an index. */
function coordsOf(comm: Communicator, numbers: NumberArray, index: number, line: readonly number[]): number[] {
  const found = comm.allgather(Uint8Array.of(Number(numbers.includes(index))), new Uint8Array(comm.size))
  return line.flatMap((rank, coord) => (found[rank] === 1 ? [coord] : []))
}
