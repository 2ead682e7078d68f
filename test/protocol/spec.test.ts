// The tables of SPEC.md are those that the code gives.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const spec = join(root, 'protocol/SPEC.md')
const script = (...args: string[]) => spawnSync(process.execPath, [join(root, 'scripts/spec-tables.mjs'), ...args], { encoding: 'utf8' })

t.test('SPEC.md is up to date', async (t) => {
  const { status, stderr } = script('--check')
  t.equal(status, 0, 'run npm run spec', { stderr })
})

t.test('an outdated copy is found, and written anew', async (t) => {
  const copy = join(t.testdir(), 'SPEC.md')
  const current = readFileSync(spec, 'utf8')
  writeFileSync(copy, current.replace('| block-cyclic | yes |', '| block-cyclic | no |'))
  const found = script('--check', copy)
  t.match(found, { status: 1, stderr: /out of date/ })
  t.equal(script(copy).status, 0)
  t.equal(readFileSync(copy, 'utf8'), current)
})

t.test('a missing marker is an error', async (t) => {
  const copy = join(t.testdir(), 'SPEC.md')
  writeFileSync(copy, readFileSync(spec, 'utf8').replace('<!-- end: options -->', ''))
  t.match(script(copy), { status: 1, stderr: /has no lines <!-- begin: options -->/ })
})
