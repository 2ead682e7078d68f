import type { LocalArray } from 'distarray'

/**
 * Put a distributed grid together on rank 0.
 *
 * Collective over the array's communicator.
 *
 * @param array Two-dimensional, without padding.
 * @returns     Row-major, shape of the whole grid, on rank 0; undefined on the others.
 */
export function gatherGrid(array: LocalArray<'float64'>): Float64Array | undefined {
  const { communicator: comm, distribution } = array
  const shapes = Array.from({ length: comm.size }, (_, rank) => distribution.localShape(rank) as [number, number])
  const counts = shapes.map(([rows, columns]) => rows * columns)
  const columns = distribution.shape[1] as number
  const total = counts.reduce((sum, count) => sum + count, 0)
  const pieces = new Float64Array(comm.rank === 0 ? total : 0)
  comm.gatherv(array.data, comm.rank === 0 ? { data: pieces, counts } : null)
  if (comm.rank !== 0) return undefined
  const whole = new Float64Array(total)
  let at = 0
  for (const [rank, [ownRows, ownColumns]] of shapes.entries())
    for (let i = 0; i < ownRows && ownColumns > 0; i++) {
      const [row, column] = distribution.localToGlobal(rank, [i, 0]) as [number, number]
      whole.set(pieces.subarray(at, at + ownColumns), row * columns + column)
      at += ownColumns
    }
  return whole
}
