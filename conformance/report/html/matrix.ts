import { type CaseRecord, type CheckName, type CheckResult, checkTexts, outcomeOf } from '../../result.js'
import { jointVerdict, type Report, tally } from '../report.js'
import { counted, escaped } from './text.js'

const checks = Object.keys(checkTexts) as CheckName[]

/** Every case of every family, one cell per check. */
export function matrixSection(report: Report): string {
  const families = new Map<string, CaseRecord[]>()
  for (const record of report.records) {
    const family = record.case.split('/')[0]!
    families.set(family, [...(families.get(family) ?? []), record])
  }
  return `<h2>Every case</h2>${legend()}${[...families].map(([family, records]) => familyTable(report, family, records)).join('')}`
}

function legend(): string {
  const items = [
    ['pass', 'passed'],
    ['fail', 'failed'],
    ['advice', 'failed, not required'],
    ['skip', 'not checked'],
  ]
  return `<p class="legend">${items.map(([name, text]) => `<span><i class="cell ${name}"></i> ${text}</span>`).join('')}</p>`
}

function familyTable(report: Report, family: string, records: readonly CaseRecord[]): string {
  const { pass, fail, advice, skip } = tally(records)
  const bar = [
    ['pass', pass],
    ['fail', fail],
    ['advice', advice],
    ['skip', skip],
  ] as const
  const bars = bar
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `<i class="${name}" style="flex:${count}" title="${count} ${name}"></i>`)
  const head = `<tr><th>case</th><th>ranks</th>${checks.map((check) => `<th class="check" title="${escaped(checkTexts[check])}"><span>${check}</span></th>`).join('')}<th class="check"><span>reference</span></th></tr>`
  return `<details class="family"${fail > 0 ? ' open' : ''}><summary><b>${escaped(family)}</b> <span class="count">${counted(records.length, 'case')}</span> <span class="bar">${bars.join('')}</span></summary>
<table><thead>${head}</thead><tbody>${records.map((record) => row(report, record)).join('')}</tbody></table></details>`
}

function row(report: Report, record: CaseRecord): string {
  const one = report.cases.get(record.case)!
  const outcome = outcomeOf(record)
  const name = escaped(record.case.slice(record.case.indexOf('/') + 1))
  const link = outcome === 'fail' || outcome === 'advice' ? `<a href="#${escaped(`${record.role}/${record.case}`)}">${name}</a>` : name
  const cells = checks.map((check) => checkCell(record.results.filter((result) => result.check === check)))
  return `<tr><td class="name" title="${escaped(one.about)}"><span class="role">${record.role}</span> ${link}</td><td>${one.ranks}</td>${cells.join('')}${verdictCell(record)}</tr>`
}

function checkCell(results: readonly CheckResult[]): string {
  if (results.length === 0) return '<td></td>'
  const failed = results.find(({ pass }) => !pass)
  const checked = results.find(({ pass, skip }) => pass && skip === undefined)
  const state = failed ? (failed.required ? 'fail' : 'advice') : checked ? 'pass' : 'skip'
  return `<td><i class="cell ${state}" title="${escaped((failed ?? checked ?? results[0]!).message)}"></i></td>`
}

function verdictCell(record: CaseRecord): string {
  const verdict = jointVerdict(record)
  if (!verdict) return '<td></td>'
  const word = { accept: '✓', reject: '✗', raise: '!' }[verdict.reference]
  return `<td class="reference${verdict.differ ? ' differs' : ''}" title="${escaped(`The reference validator: ${verdict.reference}, ${verdict.why}; ours: ${verdict.ours} ${verdict.rules.join(' ')}`)}">${word}</td>`
}
