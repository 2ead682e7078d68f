import { dtypes } from '../../protocol/dtype.js'
import { partialOps, type ReplicatedDim } from '../../protocol/extension.js'
import type { DimSummary, Summary } from '../../protocol/validation-global/summary.js'

/*
 * A summary as numbers, of which all ranks send equally many: a head, then a slot per dimension of the process grid.
 */

/** What a rank says besides its summary. */
export interface Head {
  /** False when this rank's arguments or memory do not allow to go on. */
  readonly canGoOn: boolean
  /** Stands for the options; they must be the same everywhere. */
  readonly options: number
  /** Length of the text of this rank's findings in bytes; 0 when it has none. */
  readonly textLength: number
}

const headLength = 11
const slotLength = 11
const letters = ['b', 'c', 'u'] as const

/** Dimensions of the process grid that fit into a record of the usual length. */
export const usualSlots = 8

/** Length of a record with room for `slots` dimensions. */
export function recordLength(slots: number): number {
  return headLength + slots * slotLength
}

/** Write a record; slots for which it has no room are left out. */
export function encode(head: Head, summary: Summary | undefined, slots: number): Float64Array {
  const record = new Float64Array(recordLength(slots))
  record.set([Number(head.canGoOn), head.options, head.textLength])
  if (!summary) return record
  const partial = summary.partial === undefined ? 0 : 1 + partialOps.indexOf(summary.partial)
  record.set([1, summary.dims.length, summary.replicated.length, ...summary.version, dtypes.indexOf(summary.dtype), partial], 3)
  const rows = [...summary.dims.map(encodeDim), ...summary.replicated.map((dim) => [dim.proc_grid_size, dim.proc_grid_rank])]
  rows.slice(0, slots).forEach((row, i) => {
    record.set(row, recordLength(i))
  })
  return record
}

/** Read the head of a record. */
export function decodeHead(record: Float64Array): Head {
  return { canGoOn: record[0] === 1, options: record[1]!, textLength: record[2]! }
}

/** Slots that the summary of a record needs, whether it has room for them or not. */
export function slotsNeeded(record: Float64Array): number {
  return record[4]! + record[5]!
}

/** Read the summary of a record that has room for it. */
export function decodeSummary(record: Float64Array): Summary | undefined {
  const [isThere, ndim, replicas, major, minor, patch, dtype, partial] = record.subarray(3, headLength) as unknown as number[]
  if (isThere !== 1) return undefined
  const slot = (i: number) => record.subarray(recordLength(i), recordLength(i + 1)) as unknown as number[]
  return {
    version: [major!, minor!, patch!],
    dtype: dtypes[dtype!]!,
    dims: Array.from({ length: ndim! }, (_, d) => decodeDim(slot(d))),
    replicated: Array.from({ length: replicas! }, (_, d) => decodeReplicated(slot(ndim! + d))),
    partial: partial === 0 ? undefined : partialOps[partial! - 1]!,
  }
}

function encodeDim(dim: DimSummary): number[] {
  const common = [dim.proc_grid_size, dim.proc_grid_rank, letters.indexOf(dim.dist_type), dim.size]
  if (dim.dist_type === 'b') return [...common, dim.start, dim.stop, ...dim.padding, Number(dim.periodic), ...dim.outside]
  if (dim.dist_type === 'c') return [...common, dim.start, dim.block_size]
  return [...common, dim.count, dim.digest, Number(dim.one_to_one)]
}

function decodeDim(slot: readonly number[]): DimSummary {
  const common = { size: slot[3]!, proc_grid_size: slot[0]!, proc_grid_rank: slot[1]! }
  const [a, b, c, d, e, f, g] = slot.slice(4) as [number, number, number, number, number, number, number]
  const type = letters[slot[2]!]
  if (type === 'b') return { dist_type: 'b', ...common, start: a, stop: b, padding: [c, d], periodic: e === 1, outside: [f, g] }
  if (type === 'c') return { dist_type: 'c', ...common, start: a, block_size: b }
  return { dist_type: 'u', ...common, count: a, digest: b, one_to_one: c === 1 }
}

function decodeReplicated([proc_grid_size, proc_grid_rank]: readonly number[]): ReplicatedDim {
  return { proc_grid_size: proc_grid_size!, proc_grid_rank: proc_grid_rank! }
}
