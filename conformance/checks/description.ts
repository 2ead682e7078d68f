import type { FullDim } from '../../protocol/dim-data.js'
import type { ImportedArray } from '../../protocol/import.js'
import type { CheckReport } from './report.js'

/** The rule that says what each key means. */
const ruleOf: Readonly<Record<string, string>> = {
  dist_type: 'DAP-D4',
  size: 'DAP-D5',
  proc_grid_size: 'DAP-D6',
  proc_grid_rank: 'DAP-D7',
  stop: 'DAP-B2',
  padding: 'DAP-B6',
  periodic: 'DAP-B8',
  block_size: 'DAP-C1',
  indices: 'DAP-U1',
  one_to_one: 'DAP-U4',
}

interface Difference {
  rule: string
  message: string
}

/** Check that an export describes the array of the case; `wanted` is the case's own export, imported. */
export function checkDescription(report: CheckReport, received: ImportedArray, wanted: ImportedArray): boolean {
  const difference = arrayDifference(received, wanted) ?? (report.role === 'consumer' ? lostLock(received, wanted) : undefined)
  if (difference) report.fail('description', difference.message, { rule: difference.rule })
  else report.pass('description', 'distribution, dtype and shape are those of the case')
  return difference === undefined
}

function arrayDifference(received: ImportedArray, wanted: ImportedArray): Difference | undefined {
  if (received.dtype !== wanted.dtype)
    return { rule: 'DAP-S2', message: `Expected elements of ${wanted.dtype} but received ${received.dtype}` }
  if (received.dimData.length !== wanted.dimData.length)
    return { rule: 'DAP-D2', message: `Expected ${wanted.dimData.length} dimensions but received ${received.dimData.length}` }
  for (const [d, dim] of wanted.dimData.entries()) {
    const difference = dimDifference(received.dimData[d]!, dim, d)
    if (difference) return difference
  }
  return undefined
}

/** Both dictionaries are complete: optional keys filled in, `{}` resolved, 0.9 turned into 0.10. */
function dimDifference(received: FullDim, wanted: FullDim, d: number): Difference | undefined {
  const other = received as unknown as Readonly<Record<string, unknown>>
  for (const [key, value] of Object.entries(wanted)) {
    // That no index is on two processes may be found out and said; it may not be forgotten.
    if (key === 'one_to_one' && value === false) continue
    if (isSame(other[key], value)) continue
    const rule = key === 'start' ? (wanted.dist_type === 'c' ? 'DAP-C2' : 'DAP-B1') : ruleOf[key]!
    return { rule, message: `Expected ${shown(value)} for dim_data[${d}].${key} but received ${shown(other[key])}` }
  }
  return undefined
}

function lostLock(received: ImportedArray, wanted: ImportedArray): Difference | undefined {
  if (!wanted.buffer.readonly || received.buffer.readonly) return undefined
  return { rule: 'DAP-S8', message: 'Expected memory that may not be written to be exported as read-only again' }
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof b !== 'object' || b === null || typeof a !== 'object' || a === null) return a === b
  const [left, right] = [a as ArrayLike<unknown>, b as ArrayLike<unknown>]
  return left.length === right.length && Array.from(right).every((item, i) => Number(item) === Number(left[i]))
}

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const items = Array.from(value as ArrayLike<unknown>, String)
  return `[${items.slice(0, 8).join(', ')}${items.length > 8 ? ', ...' : ''}]`
}
