// The module in docs/conformance.md is what it says: checked as told there, it prints what is told there.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { checkTexts } from '../../conformance/result.js'
import { loadCases } from '../../conformance/vectors.js'
import { runCli } from '../support/cli.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const page = `${root}docs/conformance.md`
const block = (...options: string[]) =>
  execFileSync(process.execPath, [`${root}scripts/readme-example.mjs`, page, ...options], { encoding: 'utf8' })

t.test('the example passes and prints what the page shows', async (t) => {
  // Inside the package, so that 'distarray' means this checkout.
  const example = fileURLToPath(new URL('./my-arrays.js', import.meta.url))
  writeFileSync(example, block())
  t.teardown(() => rmSync(example))
  const { code, stdout } = await runCli(['conformance', example, '--ranks', '1,2', '--case', 'block/even*'])
  t.equal(code, 0)
  t.equal(stdout.replace(example, 'my-arrays.js').replace(/^# pass .*\n/m, ''), block('--expected'))
})

t.test('the page explains every check', async (t) => {
  const text = readFileSync(page, 'utf8')
  for (const check of Object.keys(checkTexts)) t.match(text, new RegExp(`^\\| \`${check}\` +\\|`, 'm'))
})

t.test('the page lists every feature that the cases have, and no other', async (t) => {
  const features = [...new Set(loadCases().flatMap((one) => one.features))].sort()
  const section =
    readFileSync(page, 'utf8')
      .split(/^## Features$/m)[1]
      ?.split(/^## /m)[0] ?? ''
  t.same([...section.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name).sort(), features)
})
