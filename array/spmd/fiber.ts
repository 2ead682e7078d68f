import type { Communicator } from '../../bindings/communicator.js'
import { gridCoordsOf, gridRankOf } from '../../protocol/grid.js'
import { product } from '../../protocol/integers.js'
import { subCommunicator } from '../sub-communicators.js'

/**
 * Return the communicator of the ranks that differ from this one in their places along some dimensions of the process grid only, in
 * the order of these places.
 *
 * Collective over those ranks at first use, then not collective.
 *
 * @param comm      The ranks of the grid.
 * @param gridShape Processes per dimension.
 * @param axes      Dimensions, ascending.
 */
export function fiberOf(comm: Communicator, gridShape: readonly number[], axes: readonly number[]): Communicator {
  const extents = axes.map((axis) => gridShape[axis] as number)
  const width = product(extents)
  if (width === comm.size) return comm
  const own = gridCoordsOf(comm.rank, gridShape)
  const ranks = Array.from({ length: width }, (_, k) => {
    const along = gridCoordsOf(k, extents)
    return gridRankOf(
      own.map((coord, d) => (axes.includes(d) ? (along[axes.indexOf(d)] as number) : coord)),
      gridShape,
    )
  })
  return subCommunicator(comm, ranks)
}
