// The TypeScript maps, the C++ maps and enumeration agree on random distributions, and the two validators on random
// sections. `npm run agree -- --runs 100000` does the same at length.
import t from 'tap'
import { compareFindings } from './findings.js'
import { disagreementOnMaps } from './maps.js'

const seed = (Date.now() ^ process.pid) & 0x7fffffff
t.comment(`seed ${seed}`)
t.setTimeout(0) // under the sanitizers it takes minutes

t.test('maps', { timeout: 0 }, (t) => {
  t.equal(disagreementOnMaps(10_000, seed), undefined, `seed ${seed}`)
  t.end()
})

t.test('findings', { timeout: 0 }, (t) => {
  t.equal(compareFindings(10_000, seed).disagreement, undefined, `seed ${seed}`)
  t.end()
})

t.test('the random sections break every rule that such a section can break', (t) => {
  const { disagreement, rules } = compareFindings(20_000, 1)
  t.equal(disagreement, undefined)
  const local = [
    'B1',
    'B2',
    'B3',
    'B4',
    'B5',
    'B6',
    'B7',
    'C1',
    'C2',
    'C3',
    'D3',
    'D4',
    'D5',
    'D6',
    'D7',
    'S3',
    'S6',
    'S9',
    'U2',
    'U3',
    'U5',
    'U7',
  ]
  for (const rule of local) t.ok((rules.get(`DAP-${rule}`) ?? 0) > 0, `DAP-${rule} was among what is found`)
  t.ok((rules.get('none') ?? 0) > 200, 'and so were sections without a finding')
  t.end()
})
