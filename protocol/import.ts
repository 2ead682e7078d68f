import type { StridedBuffer } from './buffer.js'
import type { FullDim } from './dim-data.js'
import type { DType } from './dtype.js'
import { expected, isDistError, ProtocolError } from './errors.js'
import type { Extension } from './extension.js'
import type { Finding } from './findings.js'
import { type ProtocolOptions, readOptions } from './options.js'
import { readExport } from './validation/export.js'
import { Reader } from './validation/reader.js'

/** One process's section of a foreign distributed array: checked, not copied. */
export interface ImportedArray {
  /** Protocol version of the export, as the producer wrote it. */
  readonly version: string
  readonly dtype: DType
  /** The producer's memory. */
  readonly buffer: StridedBuffer
  /** Local extents, communication padding included, shape [ndim]. */
  readonly shape: readonly number[]
  /** Global extents, shape [ndim]. */
  readonly globalShape: readonly number[]
  /** Extents of the process grid, shape [ndim]; ranks count through it in row-major order. */
  readonly gridShape: readonly number[]
  /** This process's place in the process grid, shape [ndim]. */
  readonly gridCoords: readonly number[]
  /** One dictionary per dimension in 0.10 terms, optional keys filled in, `{}` resolved. */
  readonly dimData: readonly FullDim[]
  /** What the export says beyond protocol 0.10; undefined when it has no `__extension__`. */
  readonly extension: Extension | undefined
  /** The object that was imported, kept alive for as long as this one is. */
  readonly producer: unknown
}

/**
 * Import this process's section of a distributed array from anything that speaks the protocol.
 *
 * Not collective. Copies no data and trusts nothing: the export is validated, and its metadata is read once and copied.
 *
 * @param object A producer (an object with a method `__distarray__`) or an export itself.
 * @param options Which reading to use where the protocol is ambiguous; see `protocolOptions`.
 * @returns      The section over the producer's memory, which it keeps alive. Other processes may hold copies of it or
 *               partial results: see its `extension`.
 * @throws {ArgumentError} An unknown option or value, or options that throw when they are read.
 * @throws {ProtocolError} Not a producer (`rule` is empty), or an export that breaks a rule: `rule` is the first, `findings` are all.
 */
export function importArray(object: unknown, options?: ProtocolOptions): ImportedArray {
  const reader = new Reader(readOptions(options))
  const checked = readExport(reader, exportOf(object))
  if (!checked) throw refusal(reader.findings)
  const { version, dtype, buffer, dimData, extension } = checked
  const ndim = dimData.length
  const globalShape = new Array<number>(ndim)
  const gridShape = new Array<number>(ndim)
  const gridCoords = new Array<number>(ndim)
  for (let d = 0; d < ndim; d++) {
    const dim = dimData[d]!
    globalShape[d] = dim.size
    gridShape[d] = dim.proc_grid_size
    gridCoords[d] = dim.proc_grid_rank
  }
  return { version, dtype, buffer, shape: buffer.shape, globalShape, gridShape, gridCoords, dimData, extension, producer: object }
}

function exportOf(object: unknown): unknown {
  try {
    if ((typeof object === 'object' && object !== null) || typeof object === 'function') {
      const source = object as { __distarray__?: unknown; __version__?: unknown }
      if (typeof source.__distarray__ === 'function') return source.__distarray__()
      if (source.__version__ !== undefined) return object
    }
  } catch (error) {
    if (isDistError(error)) throw error
    throw new ProtocolError('The producer threw an exception instead of returning its export', { cause: error })
  }
  throw new ProtocolError(expected('an object with a method __distarray__', 'object', object))
}

function refusal(findings: readonly Finding[]): ProtocolError {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const lines = findings.slice(0, 20).map(({ rule, path, message }) => `  ${rule} at ${path || 'the top'}: ${message}`)
  if (findings.length > lines.length) lines.push(`  and ${findings.length - lines.length} more, see findings`)
  const count = errors.length === 1 ? 'a rule' : `${errors.length} rules`
  const message = `The producer's export breaks ${count} of the Distributed Array Protocol:\n${lines.join('\n')}`
  return new ProtocolError(message, { rule: errors[0]?.rule ?? '', findings })
}
