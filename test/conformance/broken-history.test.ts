// Implementations with the mistakes of the reference implementation and of PyTrilinos: each is caught, by the check and the
// rule that its mistake is about, and the same implementation without a mistake passes.
import { readdirSync } from 'node:fs'
import t from 'tap'
import { loadCases } from '../../conformance/vectors.js'
import { recordsOf } from '../support/conformance.js'
import type { Caught } from './broken/caught.js'

const folder = new URL('./broken/', import.meta.url)
const pathOf = (name: string) => new URL(name, folder).pathname
const names = readdirSync(folder).filter((file) => /^(ref|pytrilinos)-.*\.js$/.test(file))
const cases = loadCases().filter(({ scope }) => scope !== 'global')
// None of the mistakes depends on the dtype or needs a larger grid.
const accepted = cases.filter(({ name, expect, ranks }) => expect === 'accept' && ranks === 2 && !/^(dtypes|grids|version)/.test(name))
const refused = cases.filter(({ expect, ranks }) => expect === 'refuse' && ranks === 1)

t.test('the implementation without a mistake passes', async (t) => {
  const records = await recordsOf({ kind: 'module', path: pathOf('right.js') }, [...refused, ...accepted])
  t.same(
    records.flatMap(({ results }) => results.filter(({ pass, required }) => !pass && required)),
    [],
  )
  t.equal(records.length, 2 * (refused.length + accepted.length))
})

t.test('there are enough of them', (t) => {
  t.ok(names.length >= 20, `${names.length} broken implementations`)
  t.end()
})

for (const name of names)
  t.test(name.replace('.js', ''), async (t) => {
    const { caught } = (await import(pathOf(name))) as { caught: Caught }
    const records = await recordsOf({ kind: 'module', path: pathOf(name) }, caught.check === 'refuse' ? refused : accepted)
    const failed = records.flatMap(({ results }) => results.filter(({ pass, required }) => !pass && required))
    const right = failed.filter(({ role, check, rule }) => role === caught.role && check === caught.check && rule === caught.rule)
    t.ok(right.length > 0, `caught by ${caught.check} ${caught.rule ?? ''}`, { failed: failed.slice(0, 5) })
    t.notOk(
      failed.some(({ check }) => check === 'survival'),
      'and the harness goes on',
    )
  })
