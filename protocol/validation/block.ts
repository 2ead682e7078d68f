import { communicationPadding, type FullBlockDim } from '../dim-data.js'
import { isCount } from '../integers.js'
import type { DimSource } from './dim-source.js'
import { join, type Reader } from './reader.js'

/** Read and check the keys of a block dictionary (and of 0.9's `'n'`): rules DAP-B and DAP-N2. */
export function readBlock(reader: Reader, source: DimSource): FullBlockDim | undefined {
  const { dictionary, path, size, gridSize, gridRank } = source
  let start = reader.get(dictionary, 'start', path)
  let stop = reader.get(dictionary, 'stop', path)
  if (source.distType === 'n') {
    start ??= 0
    stop ??= size
  }
  const first = reader.integer(start, 'DAP-B1', path, 'start', 0)
  const after = reader.integer(stop, 'DAP-B2', path, 'stop', 0)
  const padding = readPadding(reader, reader.get(dictionary, 'padding', path), path)
  const periodic = reader.flag(reader.get(dictionary, 'periodic', path), 'DAP-B8', path, 'periodic')
  if (first === undefined || after === undefined || !padding) return undefined
  if (size === undefined || gridSize === undefined || gridRank === undefined || gridRank >= gridSize) return undefined

  if (first > after || after > size) {
    return reader.reject('DAP-B2', join(path, 'stop'), `an integer from start, ${first}, to size, ${size},`, after)
  }
  if (gridRank === 0 && first !== 0) reader.reject('DAP-B3', join(path, 'start'), '0 on the first process', first)
  if (gridRank === gridSize - 1 && after !== size) reader.reject('DAP-B4', join(path, 'stop'), `size, ${size}, on the last process`, after)
  const dim: FullBlockDim = {
    dist_type: 'b',
    size,
    proc_grid_size: gridSize,
    proc_grid_rank: gridRank,
    start: first,
    stop: after,
    padding,
    periodic,
  }
  const current = source.reading === '0.9' ? fromReading09(reader, dim, path) : dim
  if (!current) return undefined
  checkExtent(reader, source, current)
  checkPadding(reader, current, path)
  return current
}

function readPadding(reader: Reader, value: unknown, path: string): readonly [number, number] | undefined {
  if (value === undefined) return [0, 0]
  const pair = reader.items(value, 2, join(path, 'padding'))
  if (pair?.length === 2 && pair.every(isCount)) return [pair[0]!, pair[1]!]
  return reader.reject('DAP-B6', join(path, 'padding'), 'a pair of integers, zero or more,', value)
}

/** In 0.9 `start` and `stop` leave communication padding out; 0.10 counts it in. */
function fromReading09(reader: Reader, dim: FullBlockDim, path: string): FullBlockDim | undefined {
  const [low, high] = communicationPadding(dim)
  const [edgeLow, edgeHigh] = [dim.padding[0] - low, dim.padding[1] - high]
  if (dim.periodic && edgeLow + edgeHigh > 0)
    return reader.reject('DAP-N2', join(path, 'padding'), 'no padding at the ends of a periodic dimension', dim.padding)
  if (low > dim.start || high > dim.size - dim.stop)
    return reader.reject('DAP-B7', join(path, 'padding'), 'communication padding inside the array', dim.padding)
  return { ...dim, start: dim.start - low, stop: dim.stop + high }
}

function checkExtent(reader: Reader, source: DimSource, dim: FullBlockDim): void {
  const extent = dim.stop - dim.start
  if (source.extent === undefined || source.extent === extent) return
  const how = source.reading === '0.9' ? 'stop - start plus communication padding' : 'stop - start'
  reader.report('DAP-B5', source.path, `Expected a buffer of extent ${how} = ${extent} but received one of extent ${source.extent}`)
}

/**
 * A process cannot know its neighbour's count, but both sides of a cut have the same width, so that
 * "no wider than what the neighbour owns" holds for what this process owns too.
 */
function checkPadding(reader: Reader, dim: FullBlockDim, path: string): void {
  const [low, high] = communicationPadding(dim)
  const own = dim.stop - dim.start - low - high
  const boundary = dim.padding[0] - low + dim.padding[1] - high
  if (Math.max(low, high, boundary) <= own) return
  reader.reject('DAP-B7', join(path, 'padding'), `padding no wider than the ${Math.max(own, 0)} entries this process owns`, dim.padding)
}
