// distarray's own arrays, by the command: every case passes at every number of ranks, and all three reports tell the same.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { CaseRecord, Outcome } from '../../conformance/result.js'
import { loadCases } from '../../conformance/vectors.js'
import { runCli } from '../support/cli.js'
import { parseTap } from '../support/tap-lines.js'
import { checkWellFormed } from '../support/well-formed-html.js'

interface Printed {
  summary: Record<Outcome, number> & { roles: string[] }
  records: (CaseRecord & { ranks: number; outcome: Outcome; required: boolean; verdict?: { ours: string; reference: string } })[]
}

const folder = mkdtempSync(join(tmpdir(), 'distarray-conformance-test-'))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const ranks = [1, 2, 3, 4, 6, 7]
const [jsonFile, htmlFile] = [join(folder, 'report.json'), join(folder, 'report.html')]

const job = await runCli(['conformance', '--ranks', ranks.join(','), '--json', jsonFile, '--html', htmlFile], { timeout: 300 })
const { summary, records } = JSON.parse(readFileSync(jsonFile, 'utf8')) as Printed
const cases = loadCases().filter((one) => ranks.includes(one.ranks))

t.test('everything required passes', async (t) => {
  t.same({ code: job.code, stderr: job.stderr, timedOut: job.timedOut }, { code: 0, stderr: '', timedOut: false })
  t.equal(records.length, 2 * cases.length, 'every case, as producer and as consumer')
  t.same(
    records.filter(({ outcome }) => outcome === 'fail').map(({ case: name }) => name),
    [],
  )
  t.same(
    records.filter(({ outcome }) => outcome === 'advice').map(({ case: name }) => name),
    [],
    'and what is not required',
  )
  t.equal(summary.pass + summary.skip, records.length)
  for (const count of ranks)
    t.ok(
      records.some((record) => record.ranks === count && record.outcome === 'pass'),
      `${count} ranks`,
    )
})

t.test('little is left out, and for a reason', async (t) => {
  const reasons = new Map<string, number>()
  for (const { outcome, role, results } of records)
    if (outcome === 'skip') reasons.set(`${role}: ${results[0]!.skip}`, (reasons.get(`${role}: ${results[0]!.skip}`) ?? 0) + 1)
  t.same([...reasons.keys()].sort(), [
    'consumer: claims no support for replicated',
    'producer: a case to refuse',
    'producer: a producer chooses its own memory',
    'producer: claims no support for extension',
    'producer: producers export version 0.10.0',
  ])
})

t.test('the TAP is well formed and says the same', async (t) => {
  const { points, plan, comments } = parseTap(job.stdout)
  t.same(plan, [1, records.length])
  t.same(
    points.map(({ number }) => number),
    points.map((_, i) => i + 1),
  )
  t.ok(points.every(({ ok }) => ok))
  t.equal(points.filter(({ skip }) => skip).length, summary.skip)
  t.match(comments.at(-1), new RegExp(`^pass ${summary.pass}, fail 0, not required and failing 0, skipped ${summary.skip}; `))
})

t.test('both verdicts are told, and where they differ it says so', async (t) => {
  const differing = records.filter(({ verdict }) => verdict && (verdict.ours === 'accept') !== (verdict.reference === 'accept'))
  t.ok(
    differing.some(({ case: name }) => name.includes('DAP-C3')),
    'the reference checks no cyclic extent',
  )
  t.equal(job.stdout.match(/^# verdict: /gm)?.length, differing.length)
})

t.test('the page is well formed, needs nothing else, and has a row per record', async (t) => {
  const page = readFileSync(htmlFile, 'utf8')
  checkWellFormed(t, page)
  t.notMatch(page, /<(script|link|img)|url\(|https?:/)
  t.equal(page.match(/<td class="name"/g)?.length, records.length)
  t.match(page, /conforms to the Distributed Array Protocol 0\.10/)
})
