import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { IndexTable } from '../../protocol/dimension/index-table.js'
import { holds } from '../support/property.js'

t.test('a table of indices answers as a Map does', async (t) => {
  const key = fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.maxSafeInteger(),
    fc.integer({ min: 0, max: 30 }).map((n) => n * 2 ** 32),
  )
  const asMap = fc.property(fc.array(key, { maxLength: 60 }), fc.array(key), (keys, others) => {
    const table = new IndexTable(keys.length)
    const map = new Map<number, number>()
    keys.forEach((k, value) => {
      assert.equal(table.add(k, value), map.get(k) ?? -1)
      if (!map.has(k)) map.set(k, value)
    })
    for (const k of [...keys, ...others]) assert.equal(table.get(k), map.get(k) ?? -1)
  })
  holds(t, 'for any keys', asMap, { numRuns: 300 })
})

t.test('a full table still ends its searches', async (t) => {
  const table = new IndexTable(1000)
  for (let i = 0; i < 1000; i++) table.add(i * 4096, i)
  t.equal(table.get(-1), -1)
  t.equal(table.get(Number.NaN), -1)
  t.equal(table.get(999 * 4096), 999)
})
