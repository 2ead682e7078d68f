import { failuresSection } from './html/failures.js'
import { matrixSection } from './html/matrix.js'
import { style } from './html/style.js'
import { counted, escaped } from './html/text.js'
import { type Report, tally } from './report.js'

/** Print a run as one page that needs nothing else: a summary, what failed and why, then every case and check. */
export function printHtml(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Conformance of ${escaped(report.subject)}</title>
<style>${style}</style>
</head>
<body>
${header(report)}
${failuresSection(report)}
${matrixSection(report)}
</body>
</html>
`
}

function header({ subject, roles, options, seconds, records, cases }: Report): string {
  const { pass, fail, advice, skip } = tally(records)
  const ranks = [...new Set(records.map((record) => cases.get(record.case)!.ranks))].sort((a, b) => a - b)
  const readings = Object.entries(options).map(([name, value]) => `${name} = ${value}`)
  const verdict = fail > 0 ? `${counted(fail, 'case')} must be mended` : 'conforms to the Distributed Array Protocol 0.10'
  const facts = [`as ${roles.join(' and ')}`, `at ${ranks.join(', ')} ranks`, ...readings, `${seconds.toFixed(1)} s`]
  const boxes = [
    ['fail', fail, 'failed'],
    ['pass', pass, 'passed'],
    ['advice', advice, 'failed, not required'],
    ['skip', skip, 'not checked'],
  ] as const
  return `<h1>${escaped(subject)}: ${verdict}</h1>
<p class="soft">${escaped(facts.join(' · '))}</p>
<div class="sum">${boxes.map(([name, count, text]) => `<div class="${name}"><b>${count}</b>${text}</div>`).join('')}</div>`
}
