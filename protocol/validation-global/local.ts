import type { IndexArray } from '../dim-data.js'
import type { Finding } from '../findings.js'
import type { FullProtocolOptions } from '../options.js'
import { readExport } from '../validation/export.js'
import { Reader } from '../validation/reader.js'
import { type Summary, summarize } from './summary.js'

/** What one process can say of its own export. */
export interface LocalPart {
  /** The rules that it breaks by itself. */
  readonly findings: readonly Finding[]
  /** Undefined when a rule of severity error is broken: then nobody knows what the export means. */
  readonly summary: Summary | undefined
  /** The indices of each unstructured dimension, shape [ndim]; the producer's memory. */
  readonly lists: readonly (IndexArray | undefined)[]
}

/**
 * Read and check one process's export.
 *
 * Not collective. Never throws, whatever `exported` is.
 *
 * @param exported An export, or a producer: an object with a method `__distarray__`.
 */
export function readLocalPart(exported: unknown, options: FullProtocolOptions): LocalPart {
  const reader = new Reader(options)
  const asked = askProducer(reader, exported)
  const checked = asked && readExport(reader, asked.value)
  if (!checked) return { findings: reader.findings, summary: undefined, lists: [] }
  const lists = checked.dimData.map((dim) => (dim.dist_type === 'u' ? dim.indices : undefined))
  return { findings: reader.findings, summary: summarize(checked, reader.outside), lists }
}

/** The export of a producer, and anything else as it is; undefined when asking throws: DAP-G1. */
function askProducer(reader: Reader, exported: unknown): { value: unknown } | undefined {
  try {
    const isObject = (typeof exported === 'object' && exported !== null) || typeof exported === 'function'
    const source = exported as { __distarray__?: unknown }
    return { value: isObject && typeof source.__distarray__ === 'function' ? source.__distarray__() : exported }
  } catch (error) {
    return reader.report('DAP-G1', '', `Expected an export from __distarray__() but it threw ${textOf(error)}`)
  }
}

/** What was thrown may be anything, and throw when it is looked at. */
function textOf(error: unknown): string {
  try {
    return String(error).slice(0, 200)
  } catch {
    return 'an object that cannot be read'
  }
}
