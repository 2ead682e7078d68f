import type { CheckReport } from './report.js'

/** Check how a consumer met an export that breaks a rule: `error` is what it threw, undefined when it took the export. */
export function checkRefusal(report: CheckReport, error: { thrown: unknown } | undefined, broken: readonly string[]): void {
  const { rule = '', about } = report.one
  if (!error) {
    report.fail('refuse', `It took an export that breaks ${rule}: ${about}`, { rule })
    return
  }
  const named = rulesNamed(error.thrown)
  if (!named) {
    report.fail('refuse', 'It refused by an error whose rule or message cannot be read')
    return
  }
  const right = named.find((name) => name === rule || report.one.rules.includes(name) || broken.includes(name))
  if (named.length === 0) report.pass('refuse', 'refused, without naming a rule')
  else if (right) report.pass('refuse', `refused by ${right}`)
  else report.fail('refuse', `It refused by ${named.join(', ')}, but what is broken is ${rule}: ${about}`, { rule })
}

/** Rules that an error names, in its property `rule` or in its message; undefined when reading these fails. */
function rulesNamed(thrown: unknown): string[] | undefined {
  try {
    return namesIn(thrown)
  } catch {
    return undefined
  }
}

function namesIn(thrown: unknown): string[] {
  const { rule, message = thrown } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as { rule?: unknown; message?: unknown }
  if (typeof rule === 'string' && rule !== '') return [rule]
  return [...new Set(String(message).match(/\bDAP-[A-Z]\d+\b/g) ?? [])]
}
