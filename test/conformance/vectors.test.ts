// The committed cases: they are what the generator makes, they agree with the validators and the index maps, which share no code
// with the generator, and every rule has one that breaks it.
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import type { ConformanceCase } from '../../conformance/case.js'
import { CaseMemory } from '../../conformance/case-memory.js'
import { families } from '../../conformance/generate/families/index.js'
import { printCases } from '../../conformance/generate/print.js'
import { loadCases, vectorsFolder } from '../../conformance/vectors.js'
import { Distribution } from '../../protocol/distribution.js'
import { dtypes } from '../../protocol/dtype.js'
import { type Finding, importArray, rules, validate } from '../../protocol/index.js'
import { product } from '../../protocol/integers.js'
import { validateGlobal } from '../../protocol/validate-global.js'

const cases = loadCases()
const accepted = cases.filter(({ expect }) => expect === 'accept')
const refused = cases.filter(({ expect }) => expect === 'refuse')
const exportsOf = (one: ConformanceCase): unknown[] => one.sections.map((_, rank) => new CaseMemory(one, rank).export())
const errorsIn = (findings: readonly Finding[]): string[] => findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)

/** Rules that no export written as JSON can break, and why. */
const withoutCase: Readonly<Record<string, string>> = {
  'DAP-G1': 'it is about a process that has no export to write down',
}

t.test('the committed files are what the generator makes: else run npm run vectors', async (t) => {
  t.same(
    readdirSync(vectorsFolder).sort(),
    Object.keys(families)
      .map((name) => `${name}.json`)
      .sort(),
  )
  for (const [name, make] of Object.entries(families))
    t.ok(readFileSync(new URL(`${name}.json`, vectorsFolder), 'utf8') === printCases(make()), `${name}.json is up to date`)
})

t.test('names are unique, also as folders, and rules exist', async (t) => {
  t.equal(new Set(cases.map(({ name }) => name.toLowerCase())).size, cases.length)
  for (const { name, rules: named, rule } of cases) {
    if (!/^[a-z0-9.-]+\/[A-Za-z0-9._-]+$/.test(name)) t.fail(`${name} is no name for a folder`)
    for (const id of [...named, ...(rule ? [rule] : [])]) if (!Object.hasOwn(rules, id)) t.fail(`${name} names ${id}, which is no rule`)
  }
})

t.test('every rule is broken by a case, or cannot be', async (t) => {
  const broken = new Set(cases.map(({ rule }) => rule))
  for (const [rule, { severity }] of Object.entries(rules)) {
    const reason = withoutCase[rule]
    t.equal(broken.has(rule), reason === undefined, `${rule}: ${reason ?? `a case breaks it (${severity})`}`)
  }
})

t.test('valid cases are valid by themselves and together', async (t) => {
  for (const one of accepted) {
    const exports = exportsOf(one)
    t.same(errorsIn(validateGlobal(exports)), [], one.name)
    if (one.rule)
      t.ok(
        exports.every((exported) => validate(exported).some(({ rule }) => rule === one.rule)),
        `${one.name}: a warning by ${one.rule}`,
      )
  }
})

t.test('invalid cases break the rule that they name, and on every rank when one process can tell', async (t) => {
  for (const one of refused) {
    const exports = exportsOf(one)
    if (one.scope === 'global') {
      t.same(
        exports.flatMap((exported) => errorsIn(validate(exported))),
        [],
        `${one.name}: valid rank by rank`,
      )
      t.ok(errorsIn(validateGlobal(exports)).includes(one.rule!), `${one.name}: broken together`)
    } else
      for (const [rank, exported] of exports.entries())
        t.ok(errorsIn(validate(exported)).includes(one.rule!), `${one.name} on rank ${rank}`)
  }
})

t.test('invalid cases break no rule that they do not list, so that whoever refuses them has seen what they are about', async (t) => {
  for (const one of refused) {
    const exports = exportsOf(one)
    const findings = one.scope === 'global' ? validateGlobal(exports) : exports.flatMap((exported) => validate(exported))
    t.same(
      errorsIn(findings).filter((rule) => !one.rules.includes(rule)),
      [],
      one.name,
    )
  }
})

t.test('the index maps put every global index where the generator dealt it', async (t) => {
  for (const one of accepted.filter(({ features }) => !features.includes('replicated'))) {
    const distribution = Distribution.fromDimDataPerRank(exportsOf(one).map((exported) => importArray(exported).dimData))
    const wrong = one.sections.flatMap(({ globalIndices, shape }, rank) => {
      const coords = distribution.coordsOf(rank)
      const places = globalIndices.map((list, d) => list.map((_, i) => distribution.maps[d]!.localToGlobal(coords[d]!, i)))
      return JSON.stringify([places, distribution.localShape(rank)]) === JSON.stringify([globalIndices, shape]) ? [] : [rank]
    })
    t.same(wrong, [], one.name)
  }
})

t.test('the cases reach everything that they should', async (t) => {
  const features = new Set(accepted.flatMap((one) => one.features))
  const wanted =
    'padding boundary-padding periodic irregular cyclic block-cyclic unstructured duplicates sparse-indices int64-indices index-types'
  for (const feature of `${wanted} alias empty size-0 strided negative-strides readonly 0-d 1-d 2-d 3-d 4-d version-0.9 replicated`.split(
    ' ',
  ))
    t.ok(features.has(feature), feature)
  for (const dtype of dtypes)
    t.ok(
      accepted.some((one) => one.dtype === dtype),
      dtype,
    )
  const grids = new Set(accepted.map(({ gridShape }) => gridShape.join('x')))
  for (const grid of ['1', '2', '3', '4', '5', '6', '7', '2x3', '3x2', '2x2']) t.ok(grids.has(grid), `grid ${grid}`)
  const letters = new Set(accepted.map(({ sections }) => sections[0]!.dim_data.map(({ dist_type }) => dist_type ?? '{}').join(' ')))
  for (const first of ['b', 'c', 'u'])
    for (const second of ['b', 'c', 'u']) t.ok(letters.has(`${first} ${second}`), `${first} by ${second}`)
  t.ok(
    [...letters].some((list) => new Set(list.split(' ')).size === 4),
    'four kinds of dimension in one array',
  )
  for (const one of accepted)
    if (!one.features.includes('replicated')) t.equal(product(one.gridShape), one.ranks, `${one.name}: the grid has a place per rank`)
})
