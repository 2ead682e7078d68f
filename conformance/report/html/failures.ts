import { type CaseRecord, type CheckResult, checkTexts, outcomeOf } from '../../result.js'
import { jointVerdict, type Report } from '../report.js'
import { isRuleId, textOfRule } from '../rule-text.js'
import { drawCase } from './picture.js'
import { counted, escaped } from './text.js'

/** What failed, the required first, each with the rule, what was found, and a picture of the distribution. */
export function failuresSection(report: Report): string {
  const failing = report.records.filter((record) => outcomeOf(record) === 'fail')
  const advice = report.records.filter((record) => outcomeOf(record) === 'advice')
  const parts: string[] = []
  if (failing.length > 0)
    parts.push(`<h2>${counted(failing.length, 'failure')}</h2>${failing.map((record) => card(report, record)).join('')}`)
  if (advice.length > 0)
    parts.push(
      `<details class="advice"${failing.length === 0 ? ' open' : ''}><summary><h2>${counted(advice.length, 'remark')}: failing, but not required</h2></summary>${advice.map((record) => card(report, record)).join('')}</details>`,
    )
  return parts.join('')
}

function card(report: Report, record: CaseRecord): string {
  const one = report.cases.get(record.case)!
  const failed = record.results.filter(({ pass }) => !pass)
  const ranks = new Set(failed.flatMap(({ rank }) => (rank === null ? [] : [rank])))
  const rule = failed.find((result) => result.rule !== undefined)?.rule
  const verdict = jointVerdict(record)
  return `<article class="card ${outcomeOf(record)}" id="${escaped(`${record.role}/${record.case}`)}">
<h3><span class="role">${record.role}</span> ${escaped(record.case)} <small>${counted(one.ranks, 'rank')}, ${escaped(one.dtype)}, shape (${one.globalShape.join(', ')})</small></h3>
<p class="about">${escaped(one.about)}</p>
${rule && isRuleId(rule) ? `<p class="rule"><b>${rule}</b> ${escaped(textOfRule(rule))}</p>` : ''}
${drawCase(one, ranks)}
<ul>${grouped(failed).map(line).join('')}</ul>
${verdict ? `<p class="verdict">Our validator: ${verdict.ours}${verdict.rules.length > 0 ? ` (${verdict.rules.join(', ')})` : ''}. The reference validator of 2014: ${verdict.reference}, ${escaped(verdict.why)}.</p>` : ''}
${one.expect === 'refuse' ? `<pre>${escaped(JSON.stringify(one.sections[0], null, 1)).replaceAll('\n', ' ')}</pre>` : ''}
</article>`
}

interface Group {
  result: CheckResult
  ranks: (number | null)[]
}

/** One line for the same check and message on several ranks. */
function grouped(failed: readonly CheckResult[]): Group[] {
  const groups = new Map<string, Group>()
  for (const result of failed) {
    const key = `${result.check} ${result.message}`
    const group = groups.get(key)
    if (group) group.ranks.push(result.rank)
    else groups.set(key, { result, ranks: [result.rank] })
  }
  return [...groups.values()]
}

function line({ result, ranks }: Group): string {
  const where = ranks.includes(null) ? 'all ranks' : `rank${ranks.length === 1 ? '' : 's'} ${ranks.join(', ')}`
  return `<li><span class="check" title="${escaped(checkTexts[result.check])}">${result.check}</span> <span class="where">${where}</span> ${escaped(result.message)}</li>`
}
