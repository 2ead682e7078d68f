import type { Finding } from '../../protocol/findings.js'
import type { ProtocolOptions } from '../../protocol/options.js'
import { validate } from '../../protocol/validate.js'
import type { CheckReport } from './report.js'

/** Check an export against every rule that one process can break; true when it can be used. */
export function checkLocal(report: CheckReport, exported: unknown, options: ProtocolOptions): boolean {
  const errors = validate(exported, options).filter(({ severity }) => severity === 'error')
  if (errors.length === 0) {
    report.pass('local', 'the export breaks no rule')
    return true
  }
  report.fail('local', worded(errors), { rule: errors[0]!.rule })
  return false
}

/** Report what all exports together break; the same on every rank. */
export function reportCollective(report: CheckReport, findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) report.pass('collective', 'the exports of all ranks fit together')
  else report.fail('collective', worded(errors), { rule: errors[0]!.rule })
}

function worded(findings: readonly Finding[]): string {
  const lines = findings.map(({ rule, path, message, ranks }) => {
    const where = [path || 'the export', ...(ranks ? [`rank${ranks.length === 1 ? '' : 's'} ${ranks.join(', ')}`] : [])].join(', ')
    return `${rule} at ${where}: ${message}`
  })
  return lines.slice(0, 5).join('; ') + (lines.length > 5 ? `; and ${lines.length - 5} more` : '')
}
