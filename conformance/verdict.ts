import { validate } from '../protocol/validate.js'
import type { Verdict } from './result.js'

/**
 * Tell what this project's validator says of an export.
 *
 * Not collective.
 */
export function verdictOn(exported: unknown, about: Pick<Verdict, 'of' | 'case' | 'rank'>): Verdict {
  const findings = validate(exported)
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  const rules = [...new Set([...errors, ...warnings].map(({ rule }) => rule))]
  return { ...about, ours: errors.length === 0 ? 'accept' : 'refuse', rules }
}
