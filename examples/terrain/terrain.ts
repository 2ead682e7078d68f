import { type Communicator, Distribution, LocalArray } from 'distarray'
import { exchangeFrame } from './exchange-frame.js'
import { FramedBlock, type Range } from './framed-block.js'
import type { RefinedGrid } from './refine.js'

/**
 * Distribute the elevations of `grid`; each rank computes its own cells.
 *
 * Collective over `comm`.
 *
 * @returns Block x block, metres, owned by the caller. Four ranks are a square; for other numbers the process grid follows the
 *          shape of the ground.
 */
export function distributeTerrain(comm: Communicator, grid: RefinedGrid): LocalArray<'float64'> {
  const distribution = Distribution.from(grid.shape, { dist: 'bb', ranks: comm.size, ...(comm.size === 4 ? { grid: [2, 2] } : {}) })
  return LocalArray.fromFunction(comm, distribution, (row, column) => grid.at(row as number, column as number))
}

/** Own rows and columns of a rank in a block x block distribution, `[0, 0)` when it owns nothing. */
export function ownCells(distribution: Distribution, rank: number): { rows: Range; columns: Range } {
  const shape = distribution.localShape(rank)
  if (shape.includes(0)) return { rows: { start: 0, stop: 0 }, columns: { start: 0, stop: 0 } }
  const [row, column] = distribution.localToGlobal(rank, [0, 0]) as [number, number]
  return { rows: { start: row, stop: row + shape[0]! }, columns: { start: column, stop: column + shape[1]! } }
}

/**
 * Copy this rank's cells and, from the neighbours, the frame around them.
 *
 * Collective over the array's communicator.
 */
export function frameTerrain(array: LocalArray<'float64'>): FramedBlock {
  const { communicator, distribution } = array
  const { rows, columns } = ownCells(distribution, communicator.rank)
  const block = new FramedBlock(distribution.shape as [number, number], rows, columns)
  block.setOwn(array.data)
  exchangeFrame(communicator, distribution, block)
  return block
}
