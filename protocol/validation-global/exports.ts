import type { Finding } from '../findings.js'
import type { RuleId } from '../rules.js'
import { checkAgreement } from './agreement.js'
import type { Known, Summary } from './summary.js'

/**
 * Check that all exports are of one array: rules DAP-G2 to DAP-G5.
 *
 * @returns False when they differ in the number of dimensions, so that these cannot be compared.
 */
export function checkExports(findings: Finding[], known: readonly Known[]): boolean {
  const check = (rule: RuleId, path: string, name: string, textOf: (summary: Summary) => string) =>
    checkAgreement(findings, rule, path, name, known, textOf)
  check('DAP-G2', '__version__', '__version__', ({ version }) => version.join('.'))
  check('DAP-G4', 'buffer', 'the dtype of buffer', ({ dtype }) => dtype)
  const hasNdim = check('DAP-G3', 'dim_data', 'dim_data', ({ dims }) => `${dims.length} dictionaries`)
  check('DAP-G5', '__extension__.partial', 'partial', ({ partial }) => partial ?? 'none')
  const hasReplicated = check(
    'DAP-G5',
    '__extension__.replicated',
    'proc_grid_size of the replicated dimensions',
    ({ replicated }) => `(${replicated.map(({ proc_grid_size }) => proc_grid_size).join(', ')})`,
  )
  return hasNdim && hasReplicated
}
