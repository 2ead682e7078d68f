import { Distribution } from '../../protocol/distribution.js'

/**
 * Return the distribution of a vector that is picked out of an array without moving an element: element i is the one at i + offsets[d]
 * of each dimension d, and is where that is; where there is none, on rank 0.
 *
 * Not collective.
 */
export function pickedDistribution(from: Distribution, length: number, offsets: readonly number[]): Distribution {
  const indices = Array.from({ length: from.ranks }, (): number[] => [])
  for (let i = 0; i < length; i++) {
    const index = offsets.map((offset) => i + offset)
    const isThere = index.every((at, d) => at >= 0 && at < (from.shape[d] as number))
    indices[isThere ? from.ownerOf(index) : 0]?.push(i)
  }
  return Distribution.from([length], { ranks: from.ranks, dist: 'u', indices: [indices] })
}

/**
 * Return the distribution of an array as some dimensions of one whose other extents are 1.
 *
 * Not collective.
 *
 * @param ndim Of the result.
 * @param dims The dimension that each dimension of the array becomes; those of several processes in their order.
 */
export function turnedDistribution(from: Distribution, ndim: number, dims: readonly number[]): Distribution {
  const bare = from.reduced([])
  const one = Distribution.from([1], { ranks: 1 }).dimData(0)[0]
  const dimData = (rank: number) => {
    const own = bare.dimData(rank)
    return Array.from({ length: ndim }, (_, d) => (dims.includes(d) ? own[dims.indexOf(d)] : one) ?? {})
  }
  return Distribution.fromDimDataPerRank(Array.from({ length: bare.ranks }, (_, rank) => dimData(rank)))
}
