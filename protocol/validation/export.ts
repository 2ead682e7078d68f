import type { FullDim } from '../dim-data.js'
import type { Extension } from '../extension.js'
import { isVersion, type Reading, readingOf } from '../version.js'
import { readDimension } from './dimension.js'
import type { Dictionary, Reader } from './reader.js'
import { maxDimensions, readSection, type Section } from './section.js'

const exportKeys = ['__version__', 'buffer', 'dim_data']

/** Everything in an export, read once and checked. */
export interface CheckedExport extends Section {
  readonly version: string
  /** In 0.10 terms, whatever the version. */
  readonly dimData: readonly FullDim[]
  readonly extension: Extension | undefined
}

/**
 * Read and check the dictionary that a producer's `__distarray__()` returned.
 *
 * @returns What was read; undefined when a rule of severity error is broken, which the reader's findings then tell.
 */
export function readExport(reader: Reader, value: unknown): CheckedExport | undefined {
  const source = reader.asDictionary(value)
  if (!source) return reader.reject('DAP-E1', '', 'a dictionary { __version__, buffer, dim_data }', value)
  checkKeys(reader, source)
  const version = required(reader, source, '__version__')
  const buffer = required(reader, source, 'buffer')
  const dimData = required(reader, source, 'dim_data')

  const reading = version === undefined ? '0.10' : readVersion(reader, version)
  const section = buffer === undefined ? undefined : readSection(reader, buffer)
  // The dictionaries of an unknown version mean something unknown.
  const dims = dimData === undefined || !reading ? undefined : readDimData(reader, dimData, section?.buffer.shape, reading)
  if (!section || !dims || reader.findings.some(({ severity }) => severity === 'error')) return undefined
  return { version: version as string, buffer: section.buffer, dtype: section.dtype, dimData: dims, extension: undefined }
}

function required(reader: Reader, source: Dictionary, key: string): unknown {
  const before = reader.findings.length
  const value = reader.get(source, key, '')
  if (value === undefined && reader.findings.length === before) reader.report('DAP-E2', key, `Expected the key ${key} in the export`)
  return value
}

function checkKeys(reader: Reader, source: Dictionary): void {
  for (const key of reader.keys(source, '')) {
    if (!exportKeys.includes(key)) reader.report('DAP-E3', key, `Expected only ${exportKeys.join(', ')} in the export`)
  }
}

function readVersion(reader: Reader, version: unknown): Reading | undefined {
  if (!isVersion(version)) {
    reader.reject('DAP-V1', '__version__', "a string of the form 'major.minor.patch'", version)
    return '0.10'
  }
  const reading = readingOf(version)
  if (!reading) return reader.reject('DAP-V2', '__version__', 'version 0.10 or 0.9', version)
  if (reading !== '0.10')
    reader.report('DAP-V3', '__version__', `Version ${version} is read by the rules of ${reading}; export 0.10 instead`)
  return reading
}

function readDimData(
  reader: Reader,
  value: unknown,
  shape: readonly number[] | undefined,
  reading: Reading,
): readonly FullDim[] | undefined {
  const dictionaries = reader.items(value, maxDimensions, 'dim_data')
  if (!dictionaries) return reader.reject('DAP-D1', 'dim_data', `an array of at most ${maxDimensions} dimension dictionaries`, value)
  if (shape && shape.length !== dictionaries.length) {
    const message = `Expected one dictionary per dimension of the buffer, ${shape.length}, but received ${dictionaries.length}`
    reader.report('DAP-D2', 'dim_data', message)
  }
  const dims: FullDim[] = []
  for (let d = 0; d < dictionaries.length; d++) {
    const dim = readDimension(reader, dictionaries[d], `dim_data[${d}]`, shape?.[d], reading)
    if (dim) dims.push(dim)
  }
  return dims
}
