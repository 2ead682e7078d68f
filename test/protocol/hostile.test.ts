import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { importArray, isDistError, ProtocolError, validate } from '../../protocol/index.js'
import { hostileValues } from '../fuzz/hostile-values.js'
import { valid } from '../support/bad-exports.js'
import { holds } from '../support/property.js'

/** Every place in an export where a value can be put. */
const places = [
  [],
  ['__version__'],
  ['buffer'],
  ['buffer', 'data'],
  ['buffer', 'shape'],
  ['buffer', 'shape', '0'],
  ['buffer', 'strides'],
  ['buffer', 'strides', '0'],
  ['buffer', 'format'],
  ['buffer', 'readonly'],
  ['dim_data'],
  ['dim_data', '0'],
  ...[
    'dist_type',
    'size',
    'proc_grid_size',
    'proc_grid_rank',
    'start',
    'stop',
    'padding',
    'periodic',
    'block_size',
    'indices',
    'one_to_one',
    'odd',
  ].map((key) => ['dim_data', '0', key]),
]

/** A copy of a template with a value put in one place. */
function put(template: unknown, place: readonly string[], value: unknown): unknown {
  const [key, ...rest] = place
  if (key === undefined) return value
  if (typeof template !== 'object' || template === null) return template
  if (Array.isArray(template)) return template.map((item, i) => (String(i) === key ? put(item, rest, value) : item))
  const source = template as Record<string, unknown>
  return { ...source, [key]: put(source[key] ?? {}, rest, value) }
}

/** Validate and import; the only exception there may be is the typed one, and only when something was found. */
function endure(exported: unknown): void {
  const findings = validate(exported)
  const isRefused = findings.some(({ severity }) => severity === 'error')
  for (const { message, path } of findings) assert.ok(typeof message === 'string' && typeof path === 'string')
  try {
    importArray({ __distarray__: () => exported })
    assert.ok(!isRefused)
  } catch (error) {
    assert.ok(error instanceof ProtocolError && isDistError(error, 'ERR_PROTOCOL'), String(error))
    assert.ok(isRefused)
  }
}

const templates = [
  valid,
  { ...valid, dim_data: [{ dist_type: 'c', size: 9, proc_grid_size: 2, proc_grid_rank: 1, start: 2, block_size: 2 }] },
  { ...valid, dim_data: [{ dist_type: 'u', size: 9, proc_grid_size: 2, proc_grid_rank: 1, indices: Int8Array.of(1, 5, 2, 3) }] },
  { ...valid, __version__: '0.9.0', dim_data: [{ dist_type: 'n', size: 4 }] },
]

t.test('hostile values in every place', async (t) => {
  let count = 0
  for (const template of templates)
    for (const place of places)
      for (const value of hostileValues()) {
        endure(put(template, place, value))
        count++
      }
  t.ok(count > 2000, `${count} exports were endured`)
})

t.test('random mutations', async (t) => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withTypedArray: true,
    withNullPrototype: true,
    withSparseArray: true,
  })
  const numbers = fc.oneof(fc.integer({ min: -3, max: 12 }), fc.double(), fc.maxSafeInteger(), fc.bigInt())
  const change = fc.tuple(fc.constantFrom(...places), fc.oneof(numbers, anything))
  const mutations = fc.property(fc.constantFrom(...templates), fc.array(change, { minLength: 1, maxLength: 4 }), (template, changes) => {
    endure(changes.reduce<unknown>((exported, [place, value]) => put(exported, place, value), template))
  })
  holds(t, 'nothing but the typed error', mutations, { numRuns: 5000 })
})

t.test('an answer that changes is read once', async (t) => {
  let reads = 0
  const shifty = {
    ...valid,
    buffer: {
      data: new Float64Array(4),
      strides: [8],
      format: 'd',
      get shape(): number[] {
        reads++
        return reads === 1 ? [4] : [1000]
      },
    },
  }
  t.strictSame(importArray(shifty).shape, [4])
  t.equal(reads, 1)
})
