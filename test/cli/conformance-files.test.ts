// distarray conformance --write-cases and --files: from the cases to a verdict on what a program wrote.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { ConformanceCase } from '../../conformance/case.js'
import { writeExports, writeText } from '../support/export-files.js'
import { runProcess } from '../support/mpi-test.js'

const main = fileURLToPath(new URL('../../cli/main.js', import.meta.url))
const distarray = (...args: string[]) => runProcess(process.execPath, [main, 'conformance', ...args], { timeout: 60 })

t.test('cases are written, and right exports of them pass', async (t) => {
  const dir = t.testdir({})
  const cases = join(dir, 'cases')
  const written = await distarray('--write-cases', cases, '--ranks', '1,2', '--case', 'padded/*')
  t.equal(written.code, 0, written.output)
  const names = readdirSync(join(cases, 'padded'))
  t.match(written.output, `wrote ${names.length} cases`)
  t.ok(names.length >= 5)

  const none = await distarray('--files', cases, '--ranks', '1,2')
  t.equal(none.code, 1)
  t.match(none.output, /there are none/)

  const all = names.map((name) => JSON.parse(readFileSync(join(cases, 'padded', name, 'case.json'), 'utf8')) as ConformanceCase)
  for (const one of all) writeExports(cases, one)
  const passed = await distarray('--files', cases, '--ranks', '1,2', '--case', 'padded/*')
  t.equal(passed.code, 0, passed.output)
  t.match(passed.output, new RegExp(`pass ${names.length}, fail 0`))

  const json = join(dir, 'report.json')
  const damaged = all.find(({ ranks }) => ranks === 2)!
  writeText(join(cases, damaged.name), 1, '{')
  const failed = await distarray('--files', cases, '--ranks', '2', '--case', 'padded/*', '--json', json, '--html', join(dir, 'report.html'))
  t.equal(failed.code, 1)
  t.match(failed.output, /not ok .*padded/)
  t.match(readFileSync(json, 'utf8'), damaged.name)
  t.match(readFileSync(join(dir, 'report.html'), 'utf8'), damaged.name)

  writeFileSync(join(cases, 'claims.json'), '{"unsupported": "all"}')
  const refused = await distarray('--files', cases)
  t.equal(refused.code, 2)
  t.match(refused.output, /Expected a list of 0-d, .* in the claims in .*claims\.json but received "all"/)
  rmSync(cases, { recursive: true })
})

t.test('command lines that cannot be carried out', async (t) => {
  const dir = t.testdir({ 'a.js': '', 'b.so': 'no library' })
  for (const [args, message] of [
    [['--files', join(dir, 'none')], /is no folder/],
    [['--files', join(dir, 'a.js')], /is no folder/],
    [['--files', dir, join(dir, 'a.js')], /one thing to do/],
    [['--files', dir, '--write-cases', dir], /one thing to do/],
    [[join(dir, 'none.so')], /does not exist/],
  ] as const) {
    const { code, output } = await distarray(...args)
    t.equal(code, 2, args.join(' '))
    t.match(output, message)
  }
  const broken = await distarray(join(dir, 'b.so'), '--ranks', '1', '--case', 'block')
  t.equal(broken.code, 1)
  t.match(broken.output, /cannot be loaded/)
})
