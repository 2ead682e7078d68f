import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { dtypes } from '../../protocol/dtype.js'
import { type DistArrayProducer, Distribution, exportArray, importArray, validate } from '../../protocol/index.js'
import { distributions, enumerateRanks, type RankOracle } from '../support/distribution-arbitraries.js'
import { holds } from '../support/property.js'
import { componentsOf, layouts, makeSection, positionOf, valueFor } from '../support/sections.js'

/** Visit all local indices with the number of their global element: any one number per global index will do. */
function forEachElement({ held }: RankOracle, visit: (local: number[], number: number) => void): void {
  const walk = (local: number[], number: number): void => {
    const list = held[local.length]
    if (!list) visit(local, number)
    else for (const [l, g] of list.entries()) walk([...local, l], (number * 31 + (((g % 97) + 97) % 97)) % 9973)
  }
  walk([], 1)
}

t.test('export, import: the same memory, with every value at its global index', async (t) => {
  const arrays = distributions()
  const roundTrip = fc.property(arrays, fc.constantFrom(...dtypes), layouts, ({ distribution, dims }, dtype, layout) => {
    const imports = enumerateRanks(dims).map((oracle, rank) => {
      const section = makeSection(dtype, distribution.localShape(rank), layout)
      const components = componentsOf(section, dtype)
      forEachElement(oracle, (local, number) => {
        components[positionOf(section, dtype, local)] = valueFor(dtype, number)
      })
      const producer: DistArrayProducer = { __distarray__: () => exportArray({ buffer: section, distribution, rank }) }
      assert.deepEqual(validate(producer.__distarray__()), [])
      const imported = importArray(producer)
      assert.equal(imported.buffer.data, section.data, 'no copy')
      assert.equal(imported.producer, producer, 'the producer is kept alive')
      assert.equal(imported.version, '0.10.0')
      assert.equal(imported.dtype, dtype)
      assert.deepEqual(imported.shape, distribution.localShape(rank))
      assert.deepEqual(imported.globalShape, distribution.shape)
      assert.deepEqual(imported.gridShape, distribution.gridShape)
      assert.deepEqual(imported.gridCoords, oracle.coords)
      const received = componentsOf(imported.buffer, dtype)
      forEachElement(oracle, (local, number) => {
        assert.equal(received[positionOf(imported.buffer, dtype, local)], valueFor(dtype, number))
      })
      return imported
    })
    const back = Distribution.fromDimDataPerRank(imports.map(({ dimData }) => dimData))
    assert.ok(back.equals(distribution))
  })
  holds(t, 'for every dtype, dist type, number of dimensions and layout', roundTrip, { numRuns: 300 })
})

t.test('each dtype and dist type by name', async (t) => {
  for (const dtype of dtypes)
    for (const dist of ['b', 'c', 'u', 'n']) {
      const ranks = dist === 'n' ? 1 : 3
      const indices = dist === 'u' ? [[[4, 0], [], [2, 3, 1]]] : []
      const distribution = Distribution.from([5], { ranks, dist, indices })
      for (let rank = 0; rank < ranks; rank++) {
        const section = makeSection(dtype, distribution.localShape(rank), { order: [0], gap: 0, isReversed: [], lead: 0 })
        const imported = importArray({ __distarray__: () => exportArray({ data: section.data, dtype, distribution, rank }) })
        assert.deepEqual(imported.dimData, distribution.dimData(rank))
        assert.deepEqual([imported.dtype, imported.buffer.data], [dtype, section.data])
      }
    }
  t.pass('52 combinations on each rank')
})

t.test('arrays of no elements and of no dimensions', async (t) => {
  const scalar = Distribution.from([], { ranks: 1 })
  const zero = importArray({
    __distarray__: () => exportArray({ data: Float64Array.of(7), dtype: 'float64', distribution: scalar, rank: 0 }),
  })
  t.strictSame([zero.shape, zero.globalShape, zero.gridShape, zero.dimData], [[], [], [], []])
  t.equal(componentsOf(zero.buffer, 'float64')[0], 7)

  const empty = Distribution.from([0, 4], { ranks: 2 })
  const none = new Float32Array(0)
  t.strictSame(
    importArray({ __distarray__: () => exportArray({ data: none, dtype: 'float32', distribution: empty, rank: 1 }) }).shape,
    [0, 2],
  )

  const sparse = Distribution.from([2], { ranks: 5, dist: 'c' })
  t.strictSame(importArray(exportArray({ buffer: none, distribution: sparse, rank: 4 })).shape, [0], 'an empty rank; a bare export')
})

t.test('writes are seen on both sides', async (t) => {
  const data = new Float64Array(4)
  const distribution = Distribution.from([4], { ranks: 1 })
  const imported = importArray({ __distarray__: () => exportArray({ buffer: data, distribution, rank: 0 }) })
  data[1] = 3
  const seen = imported.buffer.data as Float64Array
  t.equal(seen[1], 3)
  seen[2] = 4
  t.equal(data[2], 4)
})

t.test('the metadata of an import is its own', async (t) => {
  const shape = [2]
  const strides = [8]
  const dim = { dist_type: 'b', size: 2, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 2, padding: [0, 0] }
  const imported = importArray({
    __version__: '0.10.0',
    buffer: { data: new Float64Array(2), shape, strides, format: '<d' },
    dim_data: [dim],
  })
  shape[0] = 100
  strides[0] = 1000
  dim.stop = 100
  dim.padding[0] = 9
  t.strictSame([imported.buffer.shape, imported.buffer.strides, imported.buffer.format], [[2], [8], 'd'])
  t.match(imported.dimData[0], { stop: 2, padding: [0, 0] })
})

t.test('optional keys are filled in', async (t) => {
  const common = { size: 4, proc_grid_size: 2, proc_grid_rank: 1 }
  const of = (dim: object, extents = [2]) =>
    importArray({
      __version__: '0.10.3',
      buffer: { data: new Float64Array(2), shape: extents, strides: [8], format: 'd' },
      dim_data: [dim],
    }).dimData[0]
  t.strictSame(of({ dist_type: 'b', ...common, start: 2, stop: 4 }), {
    dist_type: 'b',
    ...common,
    start: 2,
    stop: 4,
    padding: [0, 0],
    periodic: false,
  })
  t.strictSame(of({ dist_type: 'c', ...common, start: 1 }), { dist_type: 'c', ...common, start: 1, block_size: 1 })
  const indices = Uint16Array.of(7, 3)
  t.strictSame(of({ dist_type: 'u', ...common, indices }), { dist_type: 'u', ...common, indices, one_to_one: false })
  t.strictSame(of({}), {
    dist_type: 'b',
    size: 2,
    proc_grid_size: 1,
    proc_grid_rank: 0,
    start: 0,
    stop: 2,
    padding: [0, 0],
    periodic: false,
  })
})

t.test('exportArray checks what it is given', async (t) => {
  const distribution = Distribution.from([5], { ranks: 2 })
  const cases: [string, string, () => unknown][] = [
    ['ShapeError', 'a section of another rank', () => exportArray({ buffer: new Float64Array(3), distribution, rank: 1 })],
    ['ShapeError', 'too little memory', () => exportArray({ data: new Float64Array(2), dtype: 'float64', distribution, rank: 0 })],
    ['DTypeError', 'another dtype', () => exportArray({ buffer: new Float64Array(3), dtype: 'int8', distribution, rank: 0 })],
    ['ArgumentError', 'no such rank', () => exportArray({ buffer: new Float64Array(3), distribution, rank: 2 })],
    ['ArgumentError', 'no memory', () => exportArray({ data: JSON.parse('[1]'), dtype: 'float64', distribution, rank: 0 })],
  ]
  for (const [name, what, run] of cases) t.throws(run, { name }, what)
  t.match(exportArray({ data: new Int8Array(2), dtype: 'int8', distribution, rank: 1, readonly: true }).buffer, { readonly: true })
})

t.test('what is no producer', async (t) => {
  for (const object of [null, undefined, 3, 'x', {}, [], () => 0, { __distarray__: 1 }])
    t.throws(() => importArray(object), { name: 'ProtocolError', code: 'ERR_PROTOCOL', rule: '' })
  const cause = new TypeError('gone')
  const broken = {
    __distarray__: () => {
      throw cause
    },
  }
  t.throws(() => importArray(broken), { name: 'ProtocolError', rule: '', cause })
  t.throws(() => importArray({ __distarray__: () => Promise.resolve({}) }), { name: 'ProtocolError', rule: 'DAP-E1' })
})
