import { type ImportedArray, importArray } from '../../protocol/import.js'
import { bufferOf, byteOffsetOf } from '../../protocol/memory.js'
import type { ProtocolOptions } from '../../protocol/options.js'
import { describeThrown } from '../attempt.js'
import { Elements } from '../elements.js'
import type { CheckName } from '../result.js'
import type { CheckReport } from './report.js'

/** An export that keeps the rules of one process, ready to be looked into. */
export interface Received {
  readonly imported: ImportedArray
  readonly elements: Elements
}

/** Call a producer, or take an export as it is. */
export function exportFrom(object: unknown): unknown {
  const producer = object as { __distarray__?: unknown } | null | undefined
  return typeof producer?.__distarray__ === 'function' ? producer.__distarray__() : object
}

/** Open an export that is valid by itself. */
export function receive(exported: unknown, options: ProtocolOptions): Received {
  const imported = importArray(exported, options)
  const { data, shape, strides } = imported.buffer
  return { imported, elements: new Elements(imported.dtype, bufferOf(data), byteOffsetOf(data), shape, strides) }
}

/**
 * Look at an export another time; that it cannot be is a failure of `check`.
 *
 * Not collective. Synchronous, so that what `look` refers to does not outlive it.
 *
 * @returns What `look` returns, undefined when it throws.
 */
export function lookAgain<T>(report: CheckReport, check: CheckName, look: () => T): { seen: T } | undefined {
  try {
    return { seen: look() }
  } catch (error) {
    report.fail(check, `The export was valid, but not when looked at again: ${describeThrown(error)}`, { rule: 'DAP-G1' })
    return undefined
  }
}
