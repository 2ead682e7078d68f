import type { Finding } from '../findings.js'
import type { FullProtocolOptions } from '../options.js'
import { checkDimension } from './dimension.js'
import { checkExports } from './exports.js'
import { checkGrid } from './grid.js'
import type { Summary } from './summary.js'
import type { TakeCensus } from './unstructured.js'

/**
 * Check the exports of all ranks against each other: rules DAP-G2 to DAP-G15.
 *
 * Not collective, unless `census` is: the same summaries and options lead to the same calls of it, in the same order.
 *
 * @param summaries By rank; undefined where an export could not be read.
 * @param census    Counts the indices of an unstructured dimension.
 * @returns         New findings, each with `ranks`.
 */
export function checkTogether(summaries: readonly (Summary | undefined)[], options: FullProtocolOptions, census: TakeCensus): Finding[] {
  const findings: Finding[] = []
  const known = summaries.flatMap((summary, rank) => (summary ? [{ rank, summary }] : []))
  if (!checkExports(findings, known)) return findings
  const grid = checkGrid(findings, known, summaries.length)
  const ndim = known[0]?.summary.dims.length ?? 0
  for (let d = 0; d < ndim; d++) checkDimension(findings, known, d, grid, options, census)
  return findings
}
