import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { decodeHead, decodeSummary, encode, recordLength, slotsNeeded, usualSlots } from '../../bindings/validate/record.js'
import { defaultOptions } from '../../protocol/options.js'
import { readLocalPart } from '../../protocol/validation-global/local.js'
import { arraysOn } from '../support/array-cases.js'
import { holds } from '../support/property.js'

const head = { canGoOn: true, options: 2 ** 53 - 1, textLength: 12 }

t.test('a record is the summary in numbers', async (t) => {
  const returns = fc.property(
    fc.integer({ min: 1, max: 12 }).chain((ranks) => arraysOn(ranks, 5)),
    ({ exports }) => {
      for (const exported of exports) {
        const { summary } = readLocalPart(exported, defaultOptions)
        assert.ok(summary)
        const record = encode(head, summary, usualSlots)
        assert.equal(record.length, recordLength(usualSlots))
        assert.deepEqual(decodeHead(record), head)
        assert.equal(slotsNeeded(record), summary.dims.length + summary.replicated.length)
        assert.deepEqual(decodeSummary(record), summary)
      }
    },
  )
  holds(t, 'of any valid export', returns, { numRuns: 200 })
})

t.test('a record without room for all dimensions says how many there are', async (t) => {
  const dims = Array.from({ length: 11 }, () => ({}))
  const memory = { data: new Float64Array(1), shape: dims.map(() => 1), strides: dims.map(() => 8), format: 'd' }
  const { summary } = readLocalPart({ __version__: '0.10.7', buffer: memory, dim_data: dims }, defaultOptions)
  const short = encode(head, summary, usualSlots)
  t.equal(slotsNeeded(short), 11)
  t.strictSame(decodeSummary(encode(head, summary, 11)), summary)
})

t.test('an export that cannot be read has no summary', async (t) => {
  const record = encode({ ...head, canGoOn: false }, undefined, usualSlots)
  t.equal(decodeSummary(record), undefined)
  t.equal(slotsNeeded(record), 0)
  t.equal(decodeHead(record).canGoOn, false)
})
