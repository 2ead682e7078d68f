import type { Finding } from '../findings.js'
import type { FullProtocolOptions } from '../options.js'
import { findingOn } from './agreement.js'
import type { DimSummary, UnstructuredSummary } from './summary.js'

/** What counting the indices of an unstructured dimension gives. */
export interface Census {
  /** How many different indices all lists have together. */
  readonly distinct: number
  /** The smallest index that several lists have, and the coordinates of these; undefined when none is shared. */
  readonly shared: { readonly index: number; readonly coords: readonly number[] } | undefined
}

/**
 * Count the indices of dimension `d` in the lists of the ranks in `line`, by coordinate.
 */
export type TakeCensus = (d: number, line: readonly number[]) => Census

/**
 * Check what the processes of an unstructured dimension own together: rules DAP-G14 and DAP-G15.
 *
 * @param dims The dictionaries by coordinate; undefined where none is known.
 * @param line The ranks whose lists are counted, by coordinate; undefined when one of them has none.
 */
export function checkUnstructuredLine(
  findings: Finding[],
  dims: readonly (DimSummary | undefined)[],
  line: readonly number[] | undefined,
  d: number,
  { unstructuredSize }: FullProtocolOptions,
  census: TakeCensus,
): void {
  const lists = dims.filter((dim): dim is UnstructuredSummary => dim?.dist_type === 'u')
  if (!line || lists.length < dims.length) return
  const path = `dim_data[${d}]`
  const { size, one_to_one: isOneToOne } = lists[0]!
  const total = lists.reduce((sum, { count }) => sum + count, 0)
  const reject = (what: string) =>
    findings.push(findingOn(line, 'DAP-G14', `${path}.size`, `Expected ${what} for size but received ${size}`))
  if (unstructuredSize === 'sum' && total !== size) reject(`${total}, the number of indices on all processes,`)
  if (!isOneToOne && unstructuredSize !== 'distinct') return

  // One list was checked by the rank that has it.
  const { distinct, shared } = line.length === 1 ? { distinct: total, shared: undefined } : census(d, line)
  if (unstructuredSize === 'distinct' && distinct !== size) reject(`${distinct}, the number of different indices,`)
  if (!isOneToOne || !shared) return
  const where = shared.coords.map((coord) => line[coord]!)
  const message = `Expected each global index on one process, as one_to_one says, but ${shared.index} is on processes ${shared.coords.join(', ')}`
  findings.push(findingOn(where, 'DAP-G15', `${path}.indices`, message))
}
