// The plug-in for shared libraries: the implementation in C passes at several numbers of ranks, and each of its broken variants
// is caught by the right check.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { CheckResult } from '../../conformance/result.js'
import type { Claims } from '../../conformance/subject.js'
import { loadCases } from '../../conformance/vectors.js'
import { recordsOf } from '../support/conformance.js'

const built = fileURLToPath(new URL(`../../../build/${process.env.DISTARRAY_BUILD_TYPE ?? 'Release'}/`, import.meta.url))
const library = (name: string) => ({ kind: 'library' as const, path: join(built, `${name}.so`) })
const cases = loadCases()
// No mistake depends on the dtype or needs a larger grid.
const accepted = cases.filter(({ name, expect, ranks }) => expect === 'accept' && ranks === 2 && /^(block|empty|unstructured)/.test(name))
const refused = cases.filter(({ expect, ranks, scope }) => expect === 'refuse' && ranks === 1 && scope !== 'global')

t.test('the implementation passes every case at 1 and 3 ranks', async (t) => {
  const some = cases.filter(({ ranks }) => ranks === 1 || ranks === 3)
  const records = await recordsOf(library('implementation'), some)
  const results = records.flatMap(({ results }) => results)
  t.same(
    results.filter(({ pass, required }) => !pass && required),
    [],
  )
  const done = (check: string, role: string) =>
    results.filter((one) => one.check === check && one.role === role && one.skip === undefined).length
  for (const check of ['ownership', 'local', 'collective', 'description', 'values', 'zero-copy', 'lifetime'])
    for (const role of ['producer', 'consumer']) t.ok(done(check, role) > 100, `${role} ${check}: ${done(check, role)}`)
  t.ok(done('refuse', 'consumer') >= 30, `refused ${done('refuse', 'consumer')} wrong exports`)
})

t.test('one that copies and says so with DAP_FLAG_COPIED passes, and zero copy is skipped', async (t) => {
  const some = accepted.filter(({ features }) => !features.includes('strided'))
  const results = (await recordsOf(library('copying_implementation'), some)).flatMap(({ results }) => results)
  t.same(
    results.filter(({ pass }) => !pass),
    [],
  )
  const shared = results.filter(({ check, role }) => check === 'zero-copy' && role === 'consumer')
  t.ok(shared.length > 0 && shared.every(({ skip }) => skip === 'claims to copy' || skip === 'there is no element to write'))
  t.ok(shared.some(({ skip }) => skip === 'claims to copy'))
  t.ok(
    results.some(({ check, role, skip }) => check === 'zero-copy' && role === 'producer' && skip === undefined),
    'its producer, which sets no flag, is held to it',
  )
})

t.test('claims from elsewhere leave cases out, per role too', async (t) => {
  const some = cases.filter(({ ranks, name }) => ranks === 2 && /^(block|cyclic|unstructured)/.test(name))
  const claims: Claims = { unsupported: ['unstructured'], producer: { distTypes: ['b'] } }
  const records = await recordsOf({ ...library('broken_refuses_empty'), claims }, some)
  t.equal(records.length, 2 * some.length)
  for (const { case: name, role, results } of records) {
    const kind = name.split('/')[0]
    const wanted = kind === 'block' ? undefined : `claims no support for ${kind === 'cyclic' ? "dist_type 'c'" : 'unstructured'}`
    const isRun = kind === 'block' || (kind === 'cyclic' && role === 'consumer')
    t.equal(results[0]!.skip, isRun ? undefined : wanted, `${role} ${name}`)
  }
})

const mistakes: { [name: string]: Pick<CheckResult, 'role' | 'check'> & { rule?: string; message?: RegExp } } = {
  broken_wrong_strides: { role: 'producer', check: 'local', rule: 'DAP-S6' },
  broken_local_size: { role: 'producer', check: 'local', rule: 'DAP-B2' },
  broken_other_layout: { role: 'producer', check: 'ownership', message: /layout is 9/ },
  broken_forgets_to_keep_alive: { role: 'consumer', check: 'ownership', message: /released although out still refers/ },
  broken_forgets_indices: { role: 'consumer', check: 'ownership', message: /released although out still refers/ },
  broken_releases_twice: { role: 'consumer', check: 'ownership', message: /called 2 times/ },
  broken_never_releases: { role: 'consumer', check: 'ownership', message: /called 0 times/ },
  broken_copies_the_struct: { role: 'consumer', check: 'ownership', message: /neither moved nor released/ },
  broken_stays_live: { role: 'consumer', check: 'ownership', message: /did not set release to NULL/ },
  broken_copies_silently: { role: 'consumer', check: 'zero-copy', message: /not shared/ },
  broken_refuses_empty: { role: 'consumer', check: 'accept', message: /returned 3/ },
  broken_exits: { role: 'consumer', check: 'survival', message: /ended by exit\(\) without MPI_Finalize/ },
  broken_accepts_anything: { role: 'consumer', check: 'refuse', rule: 'DAP-C2' },
}

for (const [name, { role, check, rule, message }] of Object.entries(mistakes))
  t.test(name, async (t) => {
    const records = await recordsOf(library(name), check === 'refuse' ? refused : accepted)
    const failed = records.flatMap(({ results }) => results.filter(({ pass, required }) => !pass && required))
    const right = failed.filter(
      (one) => one.role === role && one.check === check && one.rule === rule && (message === undefined || message.test(one.message)),
    )
    t.ok(right.length > 0, `caught by ${check} ${rule ?? message}`, { failed: failed.slice(0, 5) })
    t.equal(
      failed.some((one) => one.check === 'survival'),
      check === 'survival',
      'without harm to the harness',
    )
  })
