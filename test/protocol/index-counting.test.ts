import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { countDistinct } from '../../protocol/dimension/count-distinct.js'
import { digestOf } from '../../protocol/dimension/index-digest.js'
import { numbersOf } from '../../protocol/dimension/index-numbers.js'
import { partitionIndices } from '../../protocol/dimension/index-partition.js'
import { validate } from '../../protocol/index.js'
import { holds } from '../support/property.js'

/** Labels that collide often, lie far apart, or differ in their upper halves only. */
const label = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.maxSafeInteger(),
  fc.integer({ min: -30, max: 30 }).map((n) => n * 2 ** 32),
)
const labels = fc.array(label, { maxLength: 80 })

t.test('distinct indices are counted as by a Set', async (t) => {
  const asSet = fc.property(labels, (list) => {
    const { count, repeated } = countDistinct(Float64Array.from(list))
    assert.equal(count, new Set(list).size)
    const twice = list.filter((index, i) => list.indexOf(index) !== i)
    assert.equal(repeated, twice.length === 0 ? undefined : Math.min(...twice))
  })
  holds(t, 'for any labels', asSet, { numRuns: 500 })
})

t.test('long lists', async (t) => {
  const n = 100_000
  const scattered = Int32Array.from({ length: n }, (_, i) => (i * 7919) % n)
  t.strictSame(countDistinct(scattered), { count: n, repeated: undefined })
  scattered[17] = scattered[99_000]!
  t.strictSame(countDistinct(scattered), { count: n - 1, repeated: scattered[17] })
  const far = Float64Array.from({ length: n }, (_, i) => (i - n / 2) * 2 ** 35)
  t.strictSame(countDistinct(far), { count: n, repeated: undefined }, 'multiples of a large power of two')
})

t.test('a partition has every index once, equal ones in one part, and even parts', async (t) => {
  const isPartition = fc.property(labels, fc.integer({ min: 1, max: 9 }), fc.integer(), (list, parts, salt) => {
    const { data, starts } = partitionIndices(Float64Array.from(list), parts, salt)
    assert.deepEqual([starts[0], starts[parts]], [0, list.length])
    assert.deepEqual(Array.from(data).sort(), [...list].map((index) => index + 0).sort())
    const partOf = new Map<number, number>()
    for (let part = 0; part < parts; part++)
      for (const index of data.subarray(starts[part], starts[part + 1])) {
        assert.equal(partOf.get(index) ?? part, part)
        partOf.set(index, part)
      }
  })
  holds(t, 'for any labels', isPartition, { numRuns: 300 })
  for (const step of [1, 2, 3, 8, 1024, 2 ** 33]) {
    const { starts } = partitionIndices(
      Float64Array.from({ length: 70_000 }, (_, i) => i * step),
      7,
      0x2545f491,
    )
    const lengths = Array.from({ length: 7 }, (_, part) => starts[part + 1]! - starts[part]!)
    t.ok(
      lengths.every((length) => length > 9_000 && length < 11_000),
      `multiples of ${step}: ${lengths.join(' ')}`,
    )
  }
})

t.test('64-bit indices become numbers as by Number()', async (t) => {
  const asNumber = fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })), (values) => {
    for (const array of [BigInt64Array.from(values), BigUint64Array.from(values)])
      assert.deepEqual(Array.from(numbersOf(array)), Array.from(array, Number))
  })
  holds(t, 'for any 64 bits', asNumber)
  const liar = Object.defineProperty(Int16Array.of(3, -4), 'length', { value: 100 })
  t.strictSame(Array.from(numbersOf(liar)), [3, -4], 'the true length counts')
})

t.test('digests tell lists apart', async (t) => {
  const differs = fc.property(labels, labels, (a, b) => {
    const same = a.length === b.length && a.every((index, i) => index === b[i])
    const digests = [a, b].map((list) => digestOf(Float64Array.from(list)))
    assert.equal(digests[0] === digests[1], same)
    for (const digest of digests) assert.ok(Number.isSafeInteger(digest) && digest >= 0)
  })
  holds(t, 'of any labels', differs, { numRuns: 500 })
  const swaps = fc.property(fc.uniqueArray(label, { minLength: 2, maxLength: 30 }), (list) => {
    const swapped = [list[1]!, list[0]!, ...list.slice(2)]
    assert.notEqual(digestOf(Float64Array.from(list)), digestOf(Float64Array.from(swapped)))
  })
  holds(t, 'and their order', swaps)
  t.equal(digestOf(Int8Array.of(-1, 2)), digestOf(Float64Array.of(-1, 2)), 'whatever the array type')
})

t.test('an index that is twice in a long unordered list is found where it is', async (t) => {
  const indices = Uint16Array.from({ length: 5000 }, (_, i) => (i * 7919) % 5000)
  indices[4321] = indices[123]!
  const dim = { dist_type: 'u', size: 5000, proc_grid_size: 1, proc_grid_rank: 0, indices }
  const findings = validate({ __version__: '0.10.0', buffer: new Float64Array(5000), dim_data: [dim] })
  t.strictSame(
    findings.map(({ rule, path }) => `${rule} ${path}`),
    ['DAP-U3 dim_data[0].indices[4321]'],
  )
})
