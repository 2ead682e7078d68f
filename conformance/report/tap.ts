import type { ConformanceCase } from '../case.js'
import { type CaseRecord, type CheckResult, type Outcome, outcomeOf } from '../result.js'
import { type JointVerdict, jointVerdict } from './report.js'

/** Prints records as TAP while they come: one test point per case and role. */
export class TapReport {
  private _count = 0

  constructor(private readonly _write: (text: string) => void) {
    this._write('TAP version 14\n')
  }

  comment(text: string): void {
    for (const line of text.split('\n')) this._write(`# ${line}\n`)
  }

  record(one: ConformanceCase, record: CaseRecord): void {
    const outcome = outcomeOf(record)
    this._write(
      `${outcome === 'fail' || outcome === 'advice' ? 'not ok' : 'ok'} ${++this._count} - ${titleOf(one, record)}${directive(record, outcome)}\n`,
    )
    const failed = record.results.filter(({ pass }) => !pass)
    if (failed.length > 0) this._write(diagnosis(one, record, failed))
    const verdict = jointVerdict(record)
    if (verdict?.differ && failed.length === 0) this.comment(`verdict: ${worded(verdict)}`)
  }

  end(): void {
    this._write(`1..${this._count}\n`)
  }

  /** The run came to nothing. */
  bail(reason: string): void {
    this._write(`Bail out! ${reason.replaceAll('\n', ' ')}\n`)
  }
}

function titleOf(one: ConformanceCase, { role, results }: CaseRecord): string {
  const checks = new Set(results.filter(({ skip }) => skip === undefined).map(({ check }) => check))
  const what = checks.size === 0 ? '' : ` (${[...checks].join(', ')})`
  const where = one.ranks === 1 ? 'on 1 rank' : `on ${one.ranks} ranks`
  return `${role}: ${one.name} ${where}${what}`.replaceAll('#', '\\#')
}

function directive({ results }: CaseRecord, outcome: Outcome): string {
  if (outcome === 'skip') return ` # SKIP ${results[0]?.skip ?? 'nothing to check'}`
  return outcome === 'advice' ? ' # TODO not required' : ''
}

/** A YAML block; every text is a JSON string, which YAML reads too. */
function diagnosis(one: ConformanceCase, record: CaseRecord, failed: readonly CheckResult[]): string {
  const lines = ['  ---', `  about: ${JSON.stringify(one.about)}`]
  const verdict = jointVerdict(record)
  if (verdict) lines.push(`  verdict: ${JSON.stringify(worded(verdict))}`)
  lines.push('  failed:')
  for (const { check, rank, rule, message } of failed) {
    lines.push(`    - check: ${check}`, `      rank: ${rank ?? 'all'}`)
    if (rule) lines.push(`      rule: ${rule}`)
    lines.push(`      message: ${JSON.stringify(message)}`)
  }
  return `${lines.join('\n')}\n  ...\n`
}

/** Both verdicts in a line. */
function worded({ ours, rules, reference, why }: JointVerdict): string {
  return `${[ours, ...rules].join(' ')}; the reference validator: ${reference} (${why})`
}
