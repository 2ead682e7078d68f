import type { Finding } from '../findings.js'
import { checkAgreement } from './agreement.js'
import type { Summary } from './summary.js'

/** The summary of a rank whose export could be read. */
export interface Known {
  readonly rank: number
  readonly summary: Summary
}

/**
 * Check that all exports are of one array: rules DAP-G2 to DAP-G5.
 *
 * @returns False when they differ in the number of dimensions, so that these cannot be compared.
 */
export function checkExports(findings: Finding[], known: readonly Known[]): boolean {
  const say = (text: (summary: Summary) => string) => known.map(({ rank, summary }) => ({ rank, text: text(summary) }))
  checkAgreement(
    findings,
    'DAP-G2',
    '__version__',
    '__version__',
    say(({ version }) => version.join('.')),
  )
  checkAgreement(
    findings,
    'DAP-G4',
    'buffer',
    'the dtype of buffer',
    say(({ dtype }) => dtype),
  )
  const hasNdim = checkAgreement(
    findings,
    'DAP-G3',
    'dim_data',
    'dim_data',
    say(({ dims }) => `${dims.length} dictionaries`),
  )
  checkAgreement(
    findings,
    'DAP-G5',
    '__extension__.partial',
    'partial',
    say(({ partial }) => partial ?? 'none'),
  )
  const hasReplicated = checkAgreement(
    findings,
    'DAP-G5',
    '__extension__.replicated',
    'proc_grid_size of the replicated dimensions',
    say(({ replicated }) => `(${replicated.map(({ proc_grid_size }) => proc_grid_size).join(', ')})`),
  )
  return hasNdim && hasReplicated
}
