import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { Distribution, type Finding, type ImportedArray, importArray, isDistError, validateGlobal } from '../../protocol/index.js'
import type { RuleId } from '../../protocol/rules.js'
import { globalRules } from '../../protocol/rules-global.js'
import { arrayCase, arraysOn } from '../support/array-cases.js'
import { coverageOf } from '../support/coverage-oracle.js'
import { distributions } from '../support/distribution-arbitraries.js'
import { globalExamples } from '../support/global-examples.js'
import { type LooseExport, mutate, mutation } from '../support/mutations.js'
import { distributions as namedDistributions, sectionOf } from '../support/producers.js'
import { holds } from '../support/property.js'

const shown = (findings: readonly Finding[]) => findings.map(({ rule, path, ranks }) => `${rule} ${path}: ${ranks?.join(' ')}`)

for (const { name, exports, findings, options } of globalExamples)
  t.test(name, async (t) => {
    const found = validateGlobal(exports, options)
    t.strictSame(shown(found), findings)
    for (const { message, severity } of found) {
      t.match(message, /^Expected/)
      t.equal(severity, 'error')
    }
  })

t.test('every rule has an example that breaks it', async (t) => {
  const found = new Set(globalExamples.flatMap(({ exports, options }) => validateGlobal(exports, options).map(({ rule }) => rule)))
  t.strictSame(
    (Object.keys(globalRules) as RuleId[]).filter((rule) => !found.has(rule)),
    [],
  )
})

t.test('valid arrays of every kind have no findings', async (t) => {
  for (const ranks of [1, 2, 3, 4, 6, 7]) {
    for (const [name, distribution] of Object.entries(namedDistributions(ranks))) {
      const producers = Array.from({ length: ranks }, (_, rank) => sectionOf(distribution, rank))
      t.strictSame(validateGlobal(producers), [], `${name} over ${ranks} ranks`)
    }
    const valid = fc.property(arraysOn(ranks), ({ exports }) => assert.deepEqual(validateGlobal(exports), []))
    holds(t, `random ones over ${ranks} ranks`, valid, { numRuns: 150 })
  }
  const others = fc.property(distributions(4), ({ dims }) => assert.deepEqual(validateGlobal(arrayCase(dims).exports), []))
  holds(t, 'random ones over grids of any extents', others, { numRuns: 150 })
})

/** Exports of up to 7 ranks after some slips. */
const slips = (most: number, names?: readonly string[]) =>
  fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.array(mutation(names), { minLength: 1, maxLength: most }))
    .chain(([ranks, mutations]) => arraysOn(ranks, 3).map(({ exports }) => mutate(exports, mutations)))

t.test('what has no findings covers the array, each element once', async (t) => {
  let valid = 0
  let broken = 0
  const covers = fc.property(slips(3), ({ mutated, names }) => {
    const errors = validateGlobal(mutated).filter(({ severity }) => severity === 'error')
    if (errors.length > 0) {
      broken++
      return
    }
    valid++
    const exports = mutated.map((one) => ('__distarray__' in (one as object) ? (one as { __distarray__(): unknown }).__distarray__() : one))
    const { full, disjoint } = coverageOf(exports as LooseExport[])
    assert.ok(full && disjoint, names.join(', '))
  })
  holds(t, 'by enumeration', covers, { numRuns: 4000 })
  t.ok(valid > 200 && broken > 1000, `${valid} without findings, ${broken} with`)
})

t.test('what is said to be missing or twice there is so', async (t) => {
  let checked = 0
  const isBroken = fc.property(slips(1, ['start', 'stop', 'moved', 'another index', 'an index of another rank']), ({ mutated, names }) => {
    const rules = new Set(validateGlobal(mutated).map(({ rule }) => rule))
    if (!rules.has('DAP-G10') && !rules.has('DAP-G11') && !rules.has('DAP-G15')) return
    const { full, disjoint, hasElements } = coverageOf(mutated as LooseExport[])
    const isEmptyBlock = (dim: Record<string, unknown>) => dim.start !== undefined && dim.start === dim.stop
    const hasEmptyBlock = (mutated as LooseExport[]).some(({ dim_data }) => dim_data.some(isEmptyBlock))
    if (!hasElements || hasEmptyBlock) return // an empty block out of its place is a finding, but takes no element away
    checked++
    assert.ok(!full || !disjoint, `${[...rules]}: ${names}`)
    if (rules.has('DAP-G15') || rules.has('DAP-G11')) assert.ok(!disjoint, `${[...rules]}: ${names}`)
  })
  holds(t, 'by enumeration', isBroken, { numRuns: 8000 })
  t.ok(checked > 60, `${checked} of them`)
})

t.test('dictionaries without findings make a distribution, and others do not', async (t) => {
  let made = 0
  const agrees = fc.property(slips(2), ({ mutated, names }) => {
    const imported = mutated.map(tryImport)
    if (imported.some((one) => one === undefined || one.extension?.replicated?.length)) return
    const dimData = imported.map((one) => one!.dimData)
    const isMade = doesNotThrow(() => Distribution.fromDimDataPerRank(dimData))
    made += Number(isMade)
    const about = validateGlobal(mutated).filter(({ rule }) => rule !== 'DAP-G2' && rule !== 'DAP-G4' && rule !== 'DAP-V3')
    assert.equal(isMade, about.length === 0, names.join(', '))
  })
  holds(t, 'as Distribution.fromDimDataPerRank has it', agrees, { numRuns: 3000 })
  t.ok(made > 300, `${made} distributions`)
})

function tryImport(exported: unknown): ImportedArray | undefined {
  try {
    return importArray(exported)
  } catch {
    return undefined
  }
}

function doesNotThrow(body: () => unknown): boolean {
  try {
    body()
    return true
  } catch (error) {
    assert.ok(isDistError(error, 'ERR_DISTRIBUTION'), String(error))
    return false
  }
}

t.test('arguments that are not of the right kind', async (t) => {
  for (const exports of [[], undefined, 3, {}]) t.throws(() => validateGlobal(exports as unknown[]), { code: 'ERR_ARGUMENT' })
  t.throws(() => validateGlobal([1], { unstructuredSize: 'most' } as object), { code: 'ERR_ARGUMENT', message: /unstructuredSize/ })
  t.throws(() => validateGlobal(new Array(2 ** 32 - 1)), { code: 'ERR_ARGUMENT', message: /1 to 2\^20/ }, 'an array of holes')
  t.strictSame(shown(validateGlobal(new Array(2))), ['DAP-E1 : 0 1'], 'holes are no exports')
})

t.test('arguments that throw when they are read', async (t) => {
  const { proxy, revoke } = Proxy.revocable([] as unknown[], {})
  revoke()
  const thrown = [new Error('no'), proxy, null, { toString: null }]
  const traps = fc.subarray(['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'] as const, { minLength: 1 })
  let refused = 0
  const isTyped = fc.property(traps, fc.nat(3), fc.nat(3), fc.boolean(), (names, which, from, isOption) => {
    let questions = 0
    const refuse = () => {
      if (questions++ >= from) throw thrown[which]
    }
    const handler = Object.fromEntries(names.map((name) => [name, (...asked: unknown[]) => refuse() ?? forward(name, asked)]))
    const exports = sections.map((section) => section)
    try {
      const found = isOption
        ? validateGlobal(exports, new Proxy({ cyclicStart: 'exact' as const }, handler))
        : validateGlobal(new Proxy(exports, handler))
      assert.deepEqual(found, [])
    } catch (caught) {
      refused++
      assert.ok(isDistError(caught, 'ERR_ARGUMENT'), 'a foreign error')
    }
  })
  holds(t, 'only ours are thrown', isTyped, { numRuns: 500 })
  t.ok(refused > 100, `${refused} refusals`)
  t.throws(() => validateGlobal(proxy), { code: 'ERR_ARGUMENT' }, 'a revoked proxy')
})

const sections = Array.from({ length: 3 }, (_, rank) => sectionOf(Distribution.from([7], { ranks: 3 }), rank))

function forward(name: 'get' | 'has' | 'ownKeys' | 'getPrototypeOf' | 'getOwnPropertyDescriptor', asked: readonly unknown[]): unknown {
  return Reflect.apply(Reflect[name], undefined, asked)
}

t.test('versions whose numbers cannot be told apart are refused', async (t) => {
  const exportsOf = (versions: readonly string[]) => versions.map((version, rank) => ({ ...exportedOf(rank), __version__: version }))
  const exportedOf = (rank: number) => sections[rank]!.__distarray__()
  t.strictSame(shown(validateGlobal(exportsOf(['0.10.9007199254740993', '0.10.9007199254740992', '0.10.0']))), [
    'DAP-V1 __version__: 0',
    'DAP-V1 __version__: 1',
  ])
  const largest = '0.10.9007199254740991'
  t.strictSame(validateGlobal(exportsOf([largest, largest, largest])), [])
  t.strictSame(shown(validateGlobal(exportsOf([largest, largest, '0.10.9007199254740990']))), ['DAP-G2 __version__: 2'])

  const digits = fc.bigInt({ min: 2n ** 52n, max: 2n ** 55n })
  const apart = fc.property(digits, digits, fc.constantFrom<0 | 1 | 2>(0, 1, 2), (a, b, place) => {
    const [first, second] = [a, b].map((n) => ['0', '10', '0'].map((part, i) => (i === place ? String(n) : part)).join('.'))
    const found = validateGlobal(exportsOf([first!, second!, second!]), { unknownVersions: 'as-0.10' })
    const isRefused = found.some(({ rule }) => rule === 'DAP-V1' || rule === 'DAP-G2')
    assert.equal(isRefused, first !== second || a >= 2n ** 53n, `${first} and ${second}`)
  })
  holds(t, 'different ones are never equal', apart, { numRuns: 300 })
})

t.test('whatever a distribution exports is valid', async (t) => {
  const lists = fc.array(fc.uniqueArray(fc.integer({ min: -4, max: 4 }), { maxLength: 6 }), { minLength: 1, maxLength: 4 })
  const seen = { made: 0, refused: 0 }
  const isValid = fc.property(lists, fc.nat(12), fc.boolean(), (indices, drawn, asCounted) => {
    const size = asCounted ? indices.flat().length : drawn
    let distribution: Distribution
    try {
      distribution = Distribution.from([size], { ranks: indices.length, dist: 'u', indices: [indices] })
    } catch (error) {
      assert.ok(isDistError(error, 'ERR_DISTRIBUTION') && size !== indices.flat().length)
      seen.refused++
      return
    }
    seen.made++
    assert.deepEqual(validateGlobal(indices.map((_, rank) => sectionOf(distribution, rank))), [])
  })
  holds(t, 'also where processes share indices', isValid, { numRuns: 500 })
  t.ok(seen.made > 100 && seen.refused > 100, JSON.stringify(seen))
})
