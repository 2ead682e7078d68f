import type { FullDim } from '../dim-data.js'
import { type Extension, extensionKey } from '../extension.js'
import { isVersion, type Reading, readingOf } from '../version.js'
import { readDimension } from './dimension.js'
import { checkExtension, readExtension } from './extension.js'
import { narrow, unflatten } from './fit.js'
import type { Dictionary, Outside, Reader } from './reader.js'
import { maxDimensions, type ReadSection, readSection, type Section } from './section.js'

const keys = ['__version__', 'buffer', 'dim_data']
const keysOf010 = new Set(keys)
const keysWithExtension = new Set([...keys, extensionKey])
const whole: Outside = [0, 0]
const unknown: ReadSection = { section: undefined, shape: undefined }

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
  const hasExtension = reader.options.extensionKey === 'read'
  reader.checkKeys('DAP-E3', source, '', hasExtension ? keysWithExtension : keysOf010, 'in the export')
  const version = required(reader, source, '__version__')
  const buffer = required(reader, source, 'buffer')
  const dimData = required(reader, source, 'dim_data')
  const added = hasExtension ? reader.get(source, extensionKey, '') : undefined

  const reading = version === undefined ? '0.10' : readVersion(reader, version)
  const extension = added === undefined ? undefined : readExtension(reader, added)
  const { section, shape } = buffer === undefined ? unknown : readSection(reader, buffer, extension?.readonly ?? false)
  if (extension && section) checkExtension(reader, extension, section.dtype)
  // The dictionaries of an unknown version mean something unknown.
  const fitted = dimData === undefined || !reading ? undefined : readDimData(reader, dimData, { section, shape }, reading)
  if (!fitted || reader.findings.some(({ severity }) => severity === 'error')) return undefined
  const { buffer: memory, dtype } = fitted.section
  return { version: version as string, buffer: memory, dtype, dimData: fitted.dims, extension }
}

function required(reader: Reader, source: Dictionary, key: string): unknown {
  const before = reader.findings.length
  const value = reader.get(source, key, '')
  if (value === undefined && reader.findings.length === before) reader.report('DAP-E2', key, `Expected the key ${key} in the export`)
  return value
}

function readVersion(reader: Reader, version: unknown): Reading | undefined {
  if (!isVersion(version)) {
    reader.reject('DAP-V1', '__version__', "a string of the form 'major.minor.patch', each below 2^53,", version)
    return '0.10'
  }
  const reading = readingOf(version)
  if (reading === '0.10') return reading
  const known = reading ?? (reader.options.unknownVersions === 'as-0.10' ? '0.10' : undefined)
  if (!known) return reader.reject('DAP-V2', '__version__', 'version 0.10 or 0.9', version)
  reader.report('DAP-V3', '__version__', `Version ${version} is read by the rules of ${known}; export 0.10 instead`)
  return known
}

/** Read the dictionaries, and fit the section to them; undefined when either is not known. */
function readDimData(
  reader: Reader,
  value: unknown,
  { section, shape }: ReadSection,
  reading: Reading,
): { dims: readonly FullDim[]; section: Section } | undefined {
  const dictionaries = reader.items(value, maxDimensions, 'dim_data')
  if (!dictionaries) return reader.reject('DAP-D1', 'dim_data', `an array of at most ${maxDimensions} dimension dictionaries`, value)
  const ndim = dictionaries.length
  const isFlat = reader.options.flatBuffers === 'row-major' && shape?.length === 1 && ndim !== 1
  if (shape && shape.length !== ndim && !isFlat) {
    const message = `Expected one dictionary per dimension of the buffer, ${shape.length}, but received ${ndim}`
    reader.report('DAP-D2', 'dim_data', message)
  }
  const dims: FullDim[] = []
  let size = 1
  for (let d = 0; d < ndim; d++) {
    const dim = readDimension(reader, dictionaries[d], `dim_data[${d}]`, isFlat ? undefined : shape?.[d], reading)
    if (!dim) continue
    dims.push(dim)
    size *= dim.size
  }
  if (!Number.isSafeInteger(size))
    reader.report('DAP-D8', 'dim_data', `Expected sizes whose product is a safe integer but received ${size}`)
  if (!section || dims.length !== ndim) {
    if (isFlat && reader.findings.length === 0) reader.report('DAP-D2', 'dim_data', 'Expected no empty dictionary with a flat buffer')
    return undefined
  }
  const fitted = fit(reader, section, dims, isFlat)
  return fitted && { dims, section: fitted }
}

/** Give a flat section its extents, and leave out what lies outside the array in the readings that have such entries. */
function fit(reader: Reader, section: Section, dims: readonly FullDim[], isFlat: boolean): Section | undefined {
  if (!isFlat && !reader.outside) return section
  const outside = dims.map((_, d) => reader.outside?.get(`dim_data[${d}]`) ?? whole)
  const full = isFlat ? unflatten(reader, section, dims, outside) : section
  if (!full || reader.findings.some(({ severity }) => severity === 'error')) return undefined
  return { ...full, buffer: narrow(full.buffer, outside) }
}
