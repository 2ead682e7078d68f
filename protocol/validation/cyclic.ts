import type { FullCyclicDim } from '../dim-data.js'
import { cyclicCount } from '../dimension/cyclic-count.js'
import type { DimSource } from './dim-source.js'
import { join, type Reader } from './reader.js'

/** Read and check the keys of a cyclic dictionary: rules DAP-C. */
export function readCyclic(reader: Reader, source: DimSource): FullCyclicDim | undefined {
  const { dictionary, path, size, gridSize, gridRank } = source
  const given = reader.get(dictionary, 'block_size', path)
  const blockSize = given === undefined ? 1 : reader.integer(given, 'DAP-C1', path, 'block_size', 1)
  const start = reader.integer(reader.get(dictionary, 'start', path), 'DAP-C2', path, 'start', 0)
  if (blockSize === undefined || gridRank === undefined) return undefined
  const isClamped = reader.options.cyclicStart === 'clamped'
  if (start !== undefined) checkStart(reader, source, start, gridRank * blockSize, isClamped)
  if (size === undefined || gridSize === undefined || gridRank >= gridSize) return undefined
  if (reader.options.blockSizes === 'listed') checkListed(reader, path, size, gridSize, blockSize)
  checkExtent(reader, source, cyclicCount(size, gridSize, blockSize, gridRank))
  if (start === undefined) return undefined
  const exact = isClamped ? gridRank * blockSize : start
  return { dist_type: 'c', size, proc_grid_size: gridSize, proc_grid_rank: gridRank, start: exact, block_size: blockSize }
}

function checkStart(reader: Reader, { path, size, gridRank }: DimSource, start: number, exact: number, isClamped: boolean): void {
  if (isClamped && size === undefined) return
  const wanted = isClamped ? Math.min(exact, size!) : exact
  if (start === wanted) return
  const how = isClamped ? 'proc_grid_rank * block_size, at most size,' : `proc_grid_rank * block_size, ${gridRank} * block_size,`
  reader.reject('DAP-C2', join(path, 'start'), `${how} = ${wanted}`, start)
}

/** The block sizes that the text of 0.10 lists. */
function checkListed(reader: Reader, path: string, size: number, gridSize: number, blockSize: number): void {
  const even = Math.ceil(size / gridSize)
  if (blockSize === 1 || blockSize === even || blockSize < Math.floor(size / gridSize)) return
  reader.reject('DAP-C1', join(path, 'block_size'), `1, ceil(size / proc_grid_size) = ${even}, or less than the floor of that`, blockSize)
}

function checkExtent(reader: Reader, { path, extent }: DimSource, count: number): void {
  if (extent === undefined || extent === count) return
  reader.report(
    'DAP-C3',
    path,
    `Expected a buffer of extent ${count}, the indices dealt to this process, but received one of extent ${extent}`,
  )
}
