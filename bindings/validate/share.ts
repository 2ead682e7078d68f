import { ArgumentError } from '../../protocol/errors.js'
import type { Finding } from '../../protocol/findings.js'
import type { Summary } from '../../protocol/validation-global/summary.js'
import { agree } from '../agree.js'
import type { Communicator } from '../communicator.js'
import { decodeHead, decodeSummary, encode, type Head, slotsNeeded, usualSlots } from './record.js'

/** What one rank tells the others. */
export interface Message {
  readonly summary: Summary | undefined
  /** This rank's findings; empty when it has none. */
  readonly text: Uint8Array
  /** Stands for the options. */
  readonly options: number
}

/** What all ranks said, in rank order. */
export interface Shared {
  readonly summaries: readonly (Summary | undefined)[]
  readonly findings: readonly (readonly Finding[])[]
}

/**
 * Tell all ranks what each found in its own export.
 *
 * Collective over `comm`: one allgather; another when an export has more dimensions than usual, or findings.
 *
 * @param message This rank's; or what kept it from making one.
 * @throws        What kept the lowest such rank from making its message, on every rank.
 * @throws {ArgumentError} The ranks have different options.
 */
export function share(comm: Communicator, message: Message | { readonly error: unknown }): Shared {
  const isReady = !('error' in message)
  const head: Head = {
    canGoOn: isReady,
    options: isReady ? message.options : 0,
    textLength: isReady ? message.text.length : 0,
  }
  const summary = isReady ? message.summary : undefined
  let records = allgatherRecords(comm, encode(head, summary, usualSlots))
  if (records.some((record) => !decodeHead(record).canGoOn))
    agree(comm, () => {
      if (!isReady) throw message.error
    })
  requireSameOptions(records)
  const slots = records.reduce((most, record) => Math.max(most, slotsNeeded(record)), usualSlots)
  if (slots > usualSlots) records = allgatherRecords(comm, encode(head, summary, slots))
  const lengths = records.map((record) => decodeHead(record).textLength)
  return { summaries: records.map(decodeSummary), findings: shareFindings(comm, isReady ? message.text : new Uint8Array(0), lengths) }
}

function allgatherRecords(comm: Communicator, record: Float64Array): Float64Array[] {
  const n = record.length
  const all = comm.allgather(record, new Float64Array(n * comm.size))
  return Array.from({ length: comm.size }, (_, rank) => all.subarray(rank * n, (rank + 1) * n))
}

function requireSameOptions(records: readonly Float64Array[]): void {
  const first = decodeHead(records[0]!).options
  const other = records.findIndex((record) => decodeHead(record).options !== first)
  if (other !== -1) throw new ArgumentError(`Expected the same options on all ranks but those of rank ${other} are not those of rank 0`)
}

function shareFindings(comm: Communicator, text: Uint8Array, lengths: readonly number[]): Finding[][] {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (total === 0) return lengths.map(() => [])
  const all = new Uint8Array(total)
  comm.allgatherv(text, { data: all, counts: lengths })
  const decoder = new TextDecoder()
  let stop = 0
  return lengths.map((length) => {
    stop += length
    return length === 0 ? [] : (JSON.parse(decoder.decode(all.subarray(stop - length, stop))) as Finding[])
  })
}
