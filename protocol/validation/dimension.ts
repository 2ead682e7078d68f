import type { FullDim } from '../dim-data.js'
import type { Reading } from '../version.js'
import { readBlock } from './block.js'
import { readCyclic } from './cyclic.js'
import type { DimSource } from './dim-source.js'
import { type Dictionary, join, type Reader } from './reader.js'
import { readUnstructured } from './unstructured.js'

const common = ['dist_type', 'size', 'proc_grid_size', 'proc_grid_rank']
const block = new Set([...common, 'start', 'stop', 'padding', 'periodic'])
const cyclic = new Set([...common, 'start', 'block_size'])
const unstructured = new Set([...common, 'indices', 'one_to_one'])

/** The keys of each dist_type; 0.9 allowed `periodic` everywhere. */
const keysOf: { readonly [R in Reading]: { readonly [distType: string]: ReadonlySet<string> } } = {
  '0.10': { b: block, c: cyclic, u: unstructured },
  '0.9': { b: block, n: block, c: new Set([...cyclic, 'periodic']), u: new Set([...unstructured, 'periodic']) },
}

/**
 * Read and check one dimension dictionary: rules DAP-D, then those of its dist_type.
 *
 * @param extent The buffer's extent along the dimension, if known.
 * @returns The dictionary in 0.10 terms with every optional key filled in; undefined when a rule is broken
 * that leaves it unknown, or for `{}` when the extent is.
 */
export function readDimension(
  reader: Reader,
  value: unknown,
  path: string,
  extent: number | undefined,
  reading: Reading,
): FullDim | undefined {
  const dictionary = reader.asDictionary(value)
  if (!dictionary) return reader.reject('DAP-D1', path, 'a dimension dictionary', value)
  const before = reader.findings.length
  const distType = reader.get(dictionary, 'dist_type', path)
  const keys = reader.keys(dictionary, path)
  const isEmpty = distType === undefined && keys.length === 0 && reading === '0.10' && reader.findings.length === before
  if (isEmpty && reader.options.emptyDictionary === 'accept') return extent === undefined ? undefined : undistributed(extent)
  const allowed = typeof distType === 'string' && Object.hasOwn(keysOf[reading], distType) ? keysOf[reading][distType] : undefined
  if (!allowed)
    return reader.reject('DAP-D4', join(path, 'dist_type'), reading === '0.10' ? "'b', 'c' or 'u'" : "'b', 'c', 'u' or 'n'", distType)
  reader.checkKeyList('DAP-D3', keys, dictionary, path, allowed, `in a dictionary of dist_type '${distType}'`)
  const source = readCommon(reader, dictionary, path, extent, reading, distType as string)
  if (reading === '0.9' && distType !== 'b' && distType !== 'n')
    reader.flag(reader.get(dictionary, 'periodic', path), 'DAP-B8', path, 'periodic') // checked, and of no meaning there
  if (distType === 'c') return readCyclic(reader, source)
  return distType === 'u' ? readUnstructured(reader, source) : readBlock(reader, source)
}

function undistributed(extent: number): FullDim {
  return {
    dist_type: 'b',
    size: extent,
    proc_grid_size: 1,
    proc_grid_rank: 0,
    start: 0,
    stop: extent,
    padding: [0, 0],
    periodic: false,
  }
}

function readCommon(
  reader: Reader,
  dictionary: Dictionary,
  path: string,
  extent: number | undefined,
  reading: Reading,
  distType: string,
): DimSource {
  const size = reader.integer(reader.get(dictionary, 'size', path), 'DAP-D5', path, 'size', 0)
  let gridSize = reader.get(dictionary, 'proc_grid_size', path)
  let gridRank = reader.get(dictionary, 'proc_grid_rank', path)
  if (distType === 'n') {
    if (gridSize === undefined) gridSize = 1
    if (gridRank === undefined) gridRank = 0
    if (gridSize !== 1) reader.reject('DAP-N1', join(path, 'proc_grid_size'), '1', gridSize)
  }
  const processes = reader.integer(gridSize, 'DAP-D6', path, 'proc_grid_size', 1)
  const rank = reader.integer(gridRank, 'DAP-D7', path, 'proc_grid_rank', 0)
  if (rank !== undefined && processes !== undefined && rank >= processes)
    reader.reject('DAP-D7', join(path, 'proc_grid_rank'), `an integer below proc_grid_size, ${processes},`, rank)
  return { dictionary, distType, path, extent, reading, size, gridSize: processes, gridRank: rank }
}
