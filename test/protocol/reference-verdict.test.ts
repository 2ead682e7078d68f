import t from 'tap'
import { referenceVerdict, validate } from '../../protocol/index.js'
import { badExports } from '../support/bad-exports.js'
import { agreements, divergences } from '../support/reference-divergences.js'

t.test('each deliberate divergence from the validator of 2014', async (t) => {
  for (const { name, exported, reference, ours } of divergences) {
    t.equal(referenceVerdict(exported).verdict, reference, `${name}: the reference`)
    const errors = validate(exported).filter(({ severity }) => severity === 'error')
    t.strictSame([...new Set(errors.map(({ rule }) => rule))], ours, `${name}: ours`)
    t.notOk(reference === 'accept' && ours.length === 0, `${name}: they differ`)
    t.notOk(reference === 'reject' && ours.length > 0, `${name}: they differ`)
  }
})

t.test('where both say the same', async (t) => {
  for (const { name, exported, reference } of agreements) {
    t.equal(referenceVerdict(exported).verdict, reference, `${name}: the reference`)
    const isValid = validate(exported).every(({ severity }) => severity !== 'error')
    t.equal(isValid, reference === 'accept', `${name}: ours`)
  }
})

t.test('there is no divergence that the table does not list', async (t) => {
  const listed = new Set(divergences.flatMap(({ ours }) => ours))
  // In Python PEP-3118 promises what these rules ask of a buffer, and integers have no limit.
  const ofJavaScript = /^DAP-(S\d+|D8|U6)$/
  for (const { name, rule, exported } of badExports) {
    const { verdict, why } = referenceVerdict(exported)
    t.ok(why.length > 0)
    const errors = validate(exported).filter(({ severity }) => severity === 'error')
    if (verdict === 'accept' && errors.length > 0) t.ok(listed.has(rule) || ofJavaScript.test(rule), `${rule} is listed: ${name}`)
    if (verdict === 'reject' && errors.length === 0) t.ok(['DAP-V3', 'DAP-X6'].includes(rule), `${rule} is newer: ${name}`)
  }
})

t.test('it never throws', async (t) => {
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const throwing = Object.defineProperty({}, 'dim_data', {
    enumerable: true,
    get() {
      throw new Error('no')
    },
  })
  for (const value of [revoked.proxy, throwing]) t.equal(referenceVerdict(value).verdict, 'raise')
  for (const value of [undefined, null, 3, 'x', [], Symbol('s'), 3n, () => 0, new Float64Array(2)])
    t.equal(referenceVerdict(value).verdict, 'reject', `${typeof value}: no dict`)
})
