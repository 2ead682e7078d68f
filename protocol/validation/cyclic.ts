import type { FullCyclicDim } from '../dim-data.js'
import { cyclicCount } from '../dimension/cyclic-count.js'
import type { DimSource } from './dim-source.js'
import { join, type Reader } from './reader.js'

/** Read and check the keys of a cyclic dictionary: rules DAP-C. */
export function readCyclic(reader: Reader, source: DimSource): FullCyclicDim | undefined {
  const { dictionary, path, size, gridSize, gridRank, extent } = source
  const blockSize = reader.integer(reader.get(dictionary, 'block_size', path) ?? 1, 'DAP-C1', path, 'block_size', 1)
  const start = reader.integer(reader.get(dictionary, 'start', path), 'DAP-C2', path, 'start', 0)
  if (size === undefined || gridSize === undefined || gridRank === undefined || gridRank >= gridSize) return undefined
  if (blockSize === undefined || start === undefined) return undefined

  if (start !== gridRank * blockSize)
    reader.reject('DAP-C2', join(path, 'start'), `proc_grid_rank * block_size = ${gridRank} * ${blockSize}`, start)
  const count = cyclicCount(size, gridSize, blockSize, gridRank)
  if (extent !== undefined && extent !== count)
    reader.report(
      'DAP-C3',
      path,
      `Expected a buffer of extent ${count}, the indices dealt to this process, but received one of extent ${extent}`,
    )
  return { dist_type: 'c', size, proc_grid_size: gridSize, proc_grid_rank: gridRank, start, block_size: blockSize }
}
