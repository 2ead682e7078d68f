import type { ProtocolOptions } from '../protocol/options.js'
import { referenceVerdict } from '../protocol/reference-verdict.js'
import { validate } from '../protocol/validate.js'
import type { Verdict } from './result.js'

/**
 * Ask two validators about one export: this project's, and that of the reference implementation of 2014.
 *
 * Not collective.
 */
export function verdictOn(exported: unknown, about: Pick<Verdict, 'of' | 'case' | 'rank'>, options: ProtocolOptions): Verdict {
  const findings = validate(exported, options)
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  const rules = [...new Set([...errors, ...warnings].map(({ rule }) => rule))]
  const { verdict: reference, why } = referenceVerdict(exported)
  return { ...about, ours: errors.length === 0 ? 'accept' : 'refuse', rules, reference, why }
}
