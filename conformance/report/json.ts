import { outcomeOf } from '../result.js'
import { jointVerdict, type Report, tally } from './report.js'

/** Print a run as JSON: a summary, then every record with its results, one a line. */
export function printJson(report: Report): string {
  const { subject, roles, options, seconds, records } = report
  const summary = { subject, roles, options, seconds, ...tally(records) }
  const lines = records.map((record) => {
    const one = report.cases.get(record.case)
    const verdict = jointVerdict(record)
    return JSON.stringify({
      case: record.case,
      role: record.role,
      ranks: one?.ranks,
      expect: one?.expect,
      required: one?.required,
      outcome: outcomeOf(record),
      ...(verdict && { verdict }),
      results: record.results,
    })
  })
  return `{\n  "summary": ${JSON.stringify(summary)},\n  "records": [\n    ${lines.join(',\n    ')}\n  ]\n}\n`
}
