import { communicationPadding, type FullBlockDim } from '../dim-data.js'
import { isCount } from '../integers.js'
import { checkEnds, checkPadding, edgePadding } from './block-checks.js'
import type { DimSource } from './dim-source.js'
import { join, type Outside, type Reader } from './reader.js'

const none: Outside = [0, 0]

/** Read and check the keys of a block dictionary (and of 0.9's `'n'`): rules DAP-B and DAP-N2. */
export function readBlock(reader: Reader, source: DimSource): FullBlockDim | undefined {
  const { dictionary, path, size, gridSize, gridRank } = source
  let start = reader.get(dictionary, 'start', path)
  let stop = reader.get(dictionary, 'stop', path)
  if (source.distType === 'n') {
    if (start === undefined) start = 0
    if (stop === undefined) stop = size
  }
  let padding = readPadding(reader, reader.get(dictionary, 'padding', path), path)
  if (start === stop && padding && reader.options.emptyPadding === 'ignore') padding = [0, 0]
  const periodic = reader.flag(reader.get(dictionary, 'periodic', path), 'DAP-B8', path, 'periodic')
  const outside = outsideOf(reader, source, periodic, padding)
  // In 0.9 the copies at the ends of a periodic dimension are outside start and stop, like all communication padding.
  const reach = source.reading === '0.9' && periodic ? none : outside
  const bounds = {
    start: reader.integer(start, 'DAP-B1', path, 'start', 0 - reach[0]),
    stop: reader.integer(stop, 'DAP-B2', path, 'stop', 0 - reach[0]),
  }
  checkEnds(reader, source, bounds, reach)
  const [first, after] = [bounds.start, bounds.stop]
  if (first === undefined || after === undefined || size === undefined || gridSize === undefined || gridRank === undefined) return undefined
  if (!padding || gridRank >= gridSize || first > after || after > size + reach[1]) return undefined

  // Written out: spreading would take longer than all checks together.
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
  const current = source.reading === '0.9' ? fromReading09(reader, dim, outside, path) : dim
  if (!current) return undefined
  checkExtent(reader, source, current)
  checkPadding(reader, current, outside, path)
  return outside === none ? current : withoutOutside(reader, current, outside, path)
}

function readPadding(reader: Reader, value: unknown, path: string): readonly [number, number] | undefined {
  if (value === undefined) return [0, 0]
  const pair = reader.items(value, 2, join(path, 'padding'))
  if (pair?.length === 2 && pair.every(isCount)) return [pair[0]! + 0, pair[1]! + 0]
  return reader.reject('DAP-B6', join(path, 'padding'), 'a pair of integers, zero or more,', value)
}

/** Padding at the ends of the process grid, where the reading in use puts it outside the array. */
function outsideOf(reader: Reader, source: DimSource, periodic: boolean, padding: readonly [number, number] | undefined): Outside {
  const { periodicPadding, boundaryPadding } = reader.options
  const isOutside = periodic ? periodicPadding === 'communication' : boundaryPadding === 'outside'
  if (!isOutside || !padding) return none
  const [low, high] = edgePadding(source, padding)
  return low + high === 0 ? none : [low, high]
}

/** In 0.9 `start` and `stop` leave communication padding out; 0.10 counts it in. */
function fromReading09(reader: Reader, dim: FullBlockDim, outside: Outside, path: string): FullBlockDim | undefined {
  const [low, high] = communicationPadding(dim)
  if (low > dim.start || high > dim.size - dim.stop)
    return reader.reject('DAP-B7', join(path, 'padding'), 'communication padding inside the array', dim.padding)
  if (!dim.periodic) return { ...dim, start: dim.start - low, stop: dim.stop + high }
  if (outside === none && dim.padding[0] + dim.padding[1] > low + high)
    return reader.reject(
      'DAP-N2',
      join(path, 'padding'),
      "no padding at the ends of a periodic dimension (the option periodicPadding: 'communication' leaves those copies out)",
      dim.padding,
    )
  return { ...dim, start: dim.start - dim.padding[0], stop: dim.stop + dim.padding[1] }
}

function checkExtent(reader: Reader, source: DimSource, dim: FullBlockDim): void {
  const extent = dim.stop - dim.start
  if (source.extent === undefined || source.extent === extent) return
  const how = source.reading === '0.9' ? 'stop - start plus communication padding' : 'stop - start'
  reader.report('DAP-B5', source.path, `Expected a buffer of extent ${how} = ${extent} but received one of extent ${source.extent}`)
}

/** The dictionary of what lies inside the array; the importer leaves the rest of the section out. */
function withoutOutside(reader: Reader, dim: FullBlockDim, outside: Outside, path: string): FullBlockDim {
  const [low, high] = outside
  reader.outside ??= new Map()
  reader.outside.set(path, outside)
  return { ...dim, start: dim.start + low, stop: dim.stop - high, padding: [dim.padding[0] - low, dim.padding[1] - high] }
}
