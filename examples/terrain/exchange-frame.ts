import type { Communicator, Distribution } from 'distarray'
import type { FramedBlock } from './framed-block.js'

/**
 * Fill the frame of each rank's block: with the neighbours' cells, and beyond the border of the grid with the nearest own cell,
 * so that nothing slopes across the border.
 *
 * Collective over `comm`.
 *
 * @param distribution Block x block distribution of the grid over `comm`.
 * @param block        This rank's block, own cells set.
 */
export function exchangeFrame(comm: Communicator, distribution: Distribution, block: FramedBlock): void {
  if (block.size === 0) return
  const { rows, columns, width, height, shape } = block
  const owner = (row: number, column: number): number | null =>
    row < 0 || row >= shape[0] || column < 0 || column >= shape[1] ? null : distribution.ownerOf([row, column])

  const sides = [
    { rank: owner(rows.start, columns.start - 1), own: block.column(1), ghost: 0 },
    { rank: owner(rows.start, columns.stop), own: block.column(width - 2), ghost: width - 1 },
  ]
  for (const { ghost, cells } of swap(comm, sides)) block.setColumn(ghost, cells)

  // Whole rows, the columns of the frame included: that brings the corners along.
  const ends = [
    { rank: owner(rows.start - 1, columns.start), own: block.row(1), ghost: 0 },
    { rank: owner(rows.stop, columns.start), own: block.row(height - 2), ghost: height - 1 },
  ]
  for (const { ghost, cells } of swap(comm, ends)) block.row(ghost).set(cells)
}

interface Side {
  /** The neighbour's rank; null, nobody, beyond the border. */
  readonly rank: number | null
  /** Own cells along this side. */
  readonly own: Float64Array
  /** Row or column of the frame to fill. */
  readonly ghost: number
}

/** Send each side's own cells to its neighbour and return the neighbour's; where there is nobody the own cells come back. */
function swap(comm: Communicator, sides: readonly Side[]): { ghost: number; cells: Float64Array }[] {
  const received = sides.map(({ own, ghost }) => ({ ghost, cells: own.slice() }))
  const requests = sides.flatMap(({ rank, own }, k) => [comm.irecv(received[k]!.cells, rank), comm.isend(own, rank)])
  for (const request of requests) request.wait()
  return received
}
